package info.powow.audit;

import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.eventlog.LoggedEvent;
import java.time.Instant;

/// When something happened: its position in the conversation, its index in the log, and the time
/// recorded with it. Positions give the order; a time may come from a wrong clock.
public record Moment(long position, long index, Instant at) {
  static Moment of(LoggedEvent event) {
    return new Moment(event.sequence(), indexOf(event), atOf(event));
  }

  /// The time that the event itself contains. It never decreases within a conversation.
  static Instant atOf(LoggedEvent event) {
    return switch (event.event()) {
      case ConversationEvent happened -> happened.at();
      case ReadEvent read -> read.at();
      default -> event.at();
    };
  }

  /// The index in the log. A store that reads streams may not know it; then the place in the
  /// stream, counted from 1.
  static long indexOf(LoggedEvent event) {
    return event.index() > 0 ? event.index() : event.sequence() + 1;
  }
}
