package info.powow.domain.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The newest messages of a conversation, as far as decisions need them. Bounded, whatever the
/// conversation's length. Older messages are looked up in the log ([ConversationContext]).
///
/// @param newest at most [#CAPACITY] messages, oldest first
/// @param sent the number of messages ever sent
/// @param deletedBefore positions of deleted messages that are no longer among the newest; takes
///     one bit per event ([Positions])
public record RecentMessages(List<Message> newest, long sent, Set<Long> deletedBefore) {
  public static final int CAPACITY = 64;

  private static final CommandKey ERASED = new CommandKey("erased");

  public RecentMessages {
    newest = KeyedMessages.of(newest);
    deletedBefore = Positions.of(deletedBefore);
  }

  /// @param reactions the people who reacted, by emoji
  public record Message(
      long position,
      PersonId sender,
      CommandKey key,
      boolean deleted,
      Map<String, Set<PersonId>> reactions) {

    Message delete() {
      return new Message(position, sender, key, true, Map.of());
    }

    Message erase() {
      return new Message(position, sender, ERASED, deleted, reactions);
    }

    boolean has(String emoji, PersonId person) {
      return reactions.getOrDefault(emoji, Set.of()).contains(person);
    }

    Message react(String emoji, PersonId person) {
      return withReactions(
          emoji,
          people -> {
            people.add(person);
            return people;
          });
    }

    Message unreact(String emoji, PersonId person) {
      return withReactions(
          emoji,
          people -> {
            people.remove(person);
            return people;
          });
    }

    private Message withReactions(String emoji, UnaryOperator<Set<PersonId>> change) {
      Map<String, Set<PersonId>> changed = new HashMap<>(reactions);
      Set<PersonId> people = change.apply(new HashSet<>(reactions.getOrDefault(emoji, Set.of())));
      if (people.isEmpty()) {
        changed.remove(emoji);
      } else {
        changed.put(emoji, Set.copyOf(people));
      }
      return new Message(position, sender, key, deleted, Map.copyOf(changed));
    }
  }

  static final RecentMessages NONE = new RecentMessages(List.of(), 0, Positions.NONE);

  /// Whether `newest` contains every message ever sent, so that no lookup in the log is needed.
  boolean isComplete() {
    return sent == newest.size();
  }

  /// Whether `newest` reaches back to a position. An older position may hold a message that only
  /// the log knows.
  boolean reachesBackTo(long position) {
    return isComplete() || (!newest.isEmpty() && newest.getFirst().position() <= position);
  }

  Optional<Message> at(long position) {
    int low = 0;
    int high = newest.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Message message = newest.get(middle);
      if (message.position() == position) {
        return Optional.of(message);
      }
      if (message.position() < position) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  Optional<Message> sentUnder(PersonId sender, CommandKey key) {
    return KeyedMessages.of(newest).sentUnder(sender, key);
  }

  RecentMessages send(long position, PersonId sender, CommandKey key) {
    boolean full = newest.size() == CAPACITY;
    Message message = new Message(position, sender, key, false, Map.of());
    Set<Long> deleted =
        full && newest.getFirst().deleted()
            ? Positions.of(deletedBefore).with(newest.getFirst().position())
            : deletedBefore;
    return new RecentMessages(KeyedMessages.of(newest).and(message, CAPACITY), sent + 1, deleted);
  }

  RecentMessages change(long position, UnaryOperator<Message> change) {
    List<Message> next = new ArrayList<>(newest);
    next.replaceAll(message -> message.position() == position ? change.apply(message) : message);
    return new RecentMessages(next, sent, deletedBefore);
  }

  /// Drops the keys that an erased author has chosen.
  RecentMessages erase(PersonId author) {
    List<Message> next = new ArrayList<>(newest);
    next.replaceAll(message -> message.sender().equals(author) ? message.erase() : message);
    return new RecentMessages(next, sent, deletedBefore);
  }

  RecentMessages delete(long position) {
    return at(position).isPresent()
        ? change(position, Message::delete)
        : new RecentMessages(newest, sent, Positions.of(deletedBefore).with(position));
  }
}
