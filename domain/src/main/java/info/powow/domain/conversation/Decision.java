package info.powow.domain.conversation;

import java.util.List;

/// The result of deciding a command that was not refused.
public sealed interface Decision {
  /// The events to append, in order.
  default List<ConversationEvent> events() {
    return List.of();
  }

  /// There are events to append.
  ///
  /// @param events at least one; the first is the one that the command asked for
  record Append(List<ConversationEvent> events) implements Decision {
    public Append {
      if (events.isEmpty()) {
        throw new IllegalArgumentException("nothing to append");
      }
    }
  }

  /// The state is already as requested.
  record Unchanged() implements Decision {}

  /// The same command was carried out before, however long ago. It has no further effect.
  ///
  /// @param position the position of the event that the first attempt appended
  record Retry(long position) implements Decision {}

  /// @param events empty if the state is already as requested
  static Decision of(List<ConversationEvent> events) {
    return events.isEmpty() ? new Unchanged() : new Append(events);
  }
}
