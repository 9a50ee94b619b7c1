package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Recent membership changes. Answers of the views are always slightly behind the log; applying
/// these changes corrects them.
final class RecentMembershipChanges {
  private final int maxChanges;
  private final long maxAgeNanos;
  private final Deque<Change> inOrder = new ArrayDeque<>();
  private final Map<PersonId, List<Change>> byPerson = new HashMap<>();

  /// @param standing of a person who joined
  record Change(
      PersonId person,
      ConversationId conversation,
      long position,
      boolean joined,
      Standing standing,
      long nanos) {}

  RecentMembershipChanges(int maxChanges, long maxAgeNanos) {
    this.maxChanges = maxChanges;
    this.maxAgeNanos = maxAgeNanos;
  }

  void add(Change change) {
    inOrder.add(change);
    byPerson.computeIfAbsent(change.person(), _ -> new ArrayList<>(2)).add(change);
    if (inOrder.size() > maxChanges) {
      forget(inOrder.remove());
    }
  }

  /// In the order of the log.
  List<Change> of(PersonId person) {
    return byPerson.getOrDefault(person, List.of());
  }

  void forgetOld(long nanos) {
    while (!inOrder.isEmpty() && nanos - inOrder.getFirst().nanos() > maxAgeNanos) {
      forget(inOrder.remove());
    }
  }

  private void forget(Change oldest) {
    List<Change> changes = byPerson.get(oldest.person());
    if (changes != null) {
      changes.removeFirst();
      if (changes.isEmpty()) {
        byPerson.remove(oldest.person());
      }
    }
  }
}
