package info.powow.domain.conversation;

import java.util.List;

/// What follows from a command to a conversation that was not refused.
public sealed interface Decision {
  /// The events to append, in their order.
  default List<ConversationEvent> events() {
    return List.of();
  }

  /// Something happens.
  ///
  /// @param events at least one; the first is what the command asked for
  record Append(List<ConversationEvent> events) implements Decision {
    public Append {
      if (events.isEmpty()) {
        throw new IllegalArgumentException("nothing to append");
      }
    }
  }

  /// Everything is already as the command asks.
  record Unchanged() implements Decision {}

  /// This very command was carried out before, however long ago. A retry is not a second message.
  ///
  /// @param position of the event that the command made the first time
  record Retry(long position) implements Decision {}

  /// @param events none when everything is already as asked
  static Decision of(List<ConversationEvent> events) {
    return events.isEmpty() ? new Unchanged() : new Append(events);
  }
}
