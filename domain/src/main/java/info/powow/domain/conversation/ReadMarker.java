package info.powow.domain.conversation;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Instant;
import java.util.List;

/// How far one person has read in one conversation.
///
/// @param upTo position of the last event read; -1 before the first
public record ReadMarker(long upTo) {
  public static final ReadMarker NOTHING_READ = new ReadMarker(-1);

  /// Reading only goes forward: a late device does not take back what another has read.
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
