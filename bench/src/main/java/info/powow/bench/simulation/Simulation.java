package info.powow.bench.simulation;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/// Simulates the load of each socket node: what it reads, what it delivers, and what it reports to
/// other nodes about presence and typing.
///
/// Who sends and who connects is random. The consequences follow the rules of the socket nodes:
/// each follows the whole log, reports presence changes to every other node, and gets answers from
/// nodes with members of the same conversations.
final class Simulation {
  /// The interval between batches to the same node: a pause of 20 ms and the answer.
  private static final double SECONDS_A_BATCH = 0.023;

  /// Events in the log per message: the message and its key.
  private static final int EVENTS_A_MESSAGE = 2;

  private final Town town;
  private final RandomGenerator random;

  Simulation(Town town, RandomGenerator random) {
    this.town = town;
    this.random = random;
  }

  /// The behaviour of people.
  ///
  /// @param secondsBetweenMessages of each connected person
  /// @param stay the seconds for which a person stays connected
  record Habits(double secondsBetweenMessages, double stay) {}

  /// The load of each node, per second.
  ///
  /// @param read events read
  /// @param concerning the percentage of them that concern a person on the node
  /// @param deliveries messages pushed
  /// @param told people reported to other nodes, counted per node
  /// @param batches the batches with these
  /// @param toldAfterLoss people reported while those of a lost node reconnect within five seconds
  record Load(
      double read,
      double concerning,
      double deliveries,
      double told,
      double batches,
      double toldAfterLoss) {}

  /// @param samples the number of messages and arrivals to simulate
  /// @param connections of each node in the simulated deployment
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
    // Arrivals and departures are reported to every other node, and the answers come back.
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

  /// The people reported to a person who connects, by other nodes.
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
