package info.powow.bench.simulation;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/// Counts what some hours of talk would mean for each socket node: what it reads, what it delivers,
/// and what it tells the other nodes of who comes, goes and types.
///
/// Chance decides who says what and who comes; what follows of it is counted by the rules of the
/// socket nodes: each follows the whole log, tells every other node of who comes and goes, and is
/// answered by those that have somebody of the same conversations.
final class Simulation {
  /// Between two batches to the same node: a pause of 20 ms and the answer.
  private static final double SECONDS_A_BATCH = 0.023;

  /// Events in the log for each message: the message and its key.
  private static final int EVENTS_A_MESSAGE = 2;

  private final Town town;
  private final RandomGenerator random;

  Simulation(Town town, RandomGenerator random) {
    this.town = town;
    this.random = random;
  }

  /// How people behave.
  ///
  /// @param secondsBetweenMessages of each connected person
  /// @param stay for how many seconds somebody is connected
  record Habits(double secondsBetweenMessages, double stay) {}

  /// For each node, a second.
  ///
  /// @param read events that it reads
  /// @param concerning how many of a hundred of them concern somebody there
  /// @param deliveries messages pushed to its people
  /// @param told people of whom it tells other nodes, for each of these
  /// @param batches in which it tells them
  /// @param toldAfterLoss the same people while those of a lost node come back within five seconds
  record Load(
      double read,
      double concerning,
      double deliveries,
      double told,
      double batches,
      double toldAfterLoss) {}

  /// @param samples messages, and arrivals, that are looked at
  /// @param connections of each node in the deployment that is asked about
  Load run(Habits habits, int samples, int connections) {
    double people = (double) connections * town.nodes();
    double messages = people / habits.secondsBetweenMessages();
    long nodesConcerned = 0;
    long delivered = 0;
    for (int i = 0; i < samples; i++) {
      int[] members = town.conversations().get(random.nextInt(town.conversations().size()));
      nodesConcerned += nodes(members).cardinality();
      delivered += members.length - 1L;
    }
    double nodesAMessage = (double) nodesConcerned / samples;
    double deliveriesAMessage = (double) delivered / samples;

    long answers = 0;
    for (int i = 0; i < samples; i++) {
      answers += answers(random.nextInt(town.nodeOf().length));
    }
    double answersAnArrival = (double) answers / samples;
    double arrivals = people / habits.stay();
    double others = town.nodes() - 1.0;
    // Who comes and who goes is told to every other node, and the answers come back.
    double told = arrivals * (2 * others + answersAnArrival);
    double perPair = others == 0 ? 0 : told / town.nodes() / others;
    double batchesAPair = (1 - Math.exp(-perPair * SECONDS_A_BATCH)) / SECONDS_A_BATCH;

    double returning = connections / 5.0;
    double toldByReturning = returning * (others + answersAnArrival) / Math.max(1, others);
    return new Load(
        messages * EVENTS_A_MESSAGE,
        100 * nodesAMessage / town.nodes(),
        messages * deliveriesAMessage / town.nodes(),
        told / town.nodes(),
        batchesAPair * others,
        told / town.nodes() + toldByReturning);
  }

  private BitSet nodes(int[] people) {
    BitSet nodes = new BitSet(town.nodes());
    for (int person : people) {
      nodes.set(town.nodeOf()[person]);
    }
    return nodes;
  }

  /// People of whom somebody who comes is told by other nodes.
  private long answers(int person) {
    BitSet there = new BitSet(town.nodeOf().length);
    for (int conversation : town.conversationsOf().get(person)) {
      for (int member : town.conversations().get(conversation)) {
        if (town.nodeOf()[member] != town.nodeOf()[person]) {
          there.set(member);
        }
      }
    }
    return there.cardinality();
  }
}
