package info.powow.domain.conversation;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Instant;
import java.util.List;

/// How far a person has read a conversation.
///
/// @param upTo the position of the last event read; -1 before the first
public record ReadMarker(long upTo) {
  public static final ReadMarker NOTHING_READ = new ReadMarker(-1);

  /// A read marker only moves forward: a device that reports late does not undo another device's
  /// progress.
  public static List<ReadEvent> decide(
      ReadMarker marker, ReadCommand command, Conversation conversation, Instant now) {
    return switch (command) {
      case ReadCommand.MarkRead mark -> {
        if (!conversation.hasMember(mark.by())) {
          throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
        }
        if (mark.upTo() >= conversation.next()
            || !conversation.visibleTo(mark.by()).sees(mark.upTo())) {
          throw new Rejected(Reason.MESSAGE_NOT_FOUND);
        }
        yield mark.upTo() <= marker.upTo()
            ? List.of()
            : List.of(
                new ReadEvent.Read(
                    mark.conversation(),
                    mark.by(),
                    mark.upTo(),
                    now.isBefore(conversation.at()) ? conversation.at() : now));
      }
    };
  }

  public static ReadMarker evolve(ReadMarker marker, ReadEvent event) {
    return switch (event) {
      case ReadEvent.Read read -> new ReadMarker(Math.max(marker.upTo(), read.upTo()));
    };
  }
}
