package info.powow.bench.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Connected people, the small conversations that they share, and their socket nodes.
///
/// @param nodeOf each person's node
/// @param conversations the connected members of each
/// @param conversationsOf each person's conversations
record Town(
    int nodes, int[] nodeOf, List<int[]> conversations, List<List<Integer>> conversationsOf) {

  /// The distribution of people over nodes.
  enum Placement {
    /// By least connections, which is random.
    CHANCE,
    /// Neighbours on the same node.
    HOME
  }

  /// @param perNode people per node
  /// @param neighbourhood people per neighbourhood
  /// @param perPerson conversations per person
  /// @param size connected members per conversation
  /// @param local the percentage of conversations among neighbours
  record Form(int nodes, int perNode, int neighbourhood, int perPerson, int size, int local) {
    int people() {
      return nodes * perNode;
    }
  }

  static Town of(Form form, Placement placement, RandomGenerator random) {
    int people = form.people();
    int[] nodeOf = new int[people];
    for (int person = 0; person < people; person++) {
      nodeOf[person] =
          placement == Placement.HOME ? person / form.perNode() : random.nextInt(form.nodes());
    }
    List<List<Integer>> conversationsOf = new ArrayList<>(people);
    for (int person = 0; person < people; person++) {
      conversationsOf.add(new ArrayList<>());
    }
    int count = people * form.perPerson() / form.size();
    List<int[]> conversations = new ArrayList<>(count);
    for (int conversation = 0; conversation < count; conversation++) {
      int[] members = members(form, random);
      conversations.add(members);
      for (int member : members) {
        conversationsOf.get(member).add(conversation);
      }
    }
    return new Town(form.nodes(), nodeOf, conversations, conversationsOf);
  }

  private static int[] members(Form form, RandomGenerator random) {
    int people = form.people();
    boolean amongNeighbours = random.nextInt(100) < form.local();
    int from = 0;
    int width = people;
    if (amongNeighbours) {
      width = Math.min(form.neighbourhood(), people);
      from = random.nextInt(people / width) * width;
    }
    int first = from;
    int among = width;
    return random
        .ints(0, among)
        .distinct()
        .limit(Math.min(form.size(), among))
        .map(i -> first + i)
        .toArray();
  }
}
