package info.powow.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads conversations from the log as they were at a moment.
///
/// A time becomes an index by the running maximum of the times of the conversation: the index of
/// the last event before the first one with a later time. So an event that was written with a wrong
/// clock counts at its position, not at its time.
final class LoggedConversations {
  /// About 16 MB for plain messages.
  private static final int KEPT_EVENTS = 1_000_000;

  private final EventSource log;
  private final HeldWords held;
  private final Cache<ConversationId, ConversationOutline> outlines =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_EVENTS)
          .<ConversationId, ConversationOutline>weigher((_, outline) -> outline.weight())
          .expireAfterAccess(Duration.ofMinutes(15))
          .build();

  LoggedConversations(EventSource log, HeldWords held) {
    this.log = log;
    this.held = held;
  }

  /// @param index no event after this index; null for the newest
  /// @param at no event after this time; null for the newest
  ConversationAt read(ConversationId id, @Nullable Long index, @Nullable Instant at) {
    // Must be read before the conversation, so that the answer has everything up to this index.
    long end = log.head();
    ConversationOutline outline = outline(id);
    long count =
        at == null
            ? outline.countUpToIndex(index == null ? end : Math.min(index, end))
            : outline.countUpToTime(at.toEpochMilli());
    Moment last = moment(id, count - 1);
    return new ConversationAt(
        id,
        at != null ? last == null ? 0 : last.index() : index == null ? end : Math.min(index, end),
        count,
        last,
        moment(id, outline.next() - 1),
        List.of(),
        outline,
        position -> (ConversationEvent) log.read(id.value(), position, 1).getFirst().event());
  }

  private ConversationOutline outline(ConversationId id) {
    ConversationOutline outline = outlines.get(id, _ -> new ConversationOutline());
    synchronized (outline) {
      long known = outline.next();
      if (!outline.isNone()) {
        Iterator<LoggedEvent> events = log.iterate(id.value(), known);
        while (events.hasNext() && !outline.isNone()) {
          outline.add(events.next());
        }
      }
      if (outline.next() > known) {
        // Put it again, because its weight has grown.
        outlines.put(id, outline);
      }
    }
    return outline;
  }

  private @Nullable Moment moment(ConversationId id, long position) {
    return position < 0 ? null : Moment.of(log.read(id.value(), position, 1).getFirst());
  }

  /// The event at a position; null if there is none.
  @Nullable LoggedEvent at(ConversationAt conversation, long position) {
    List<LoggedEvent> found = from(conversation, position, 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  /// The events of a picture.
  List<LoggedEvent> picture(ImageId id) {
    return log.read(id.value(), 0, 8);
  }

  /// At most this many events from a position on.
  List<LoggedEvent> from(ConversationAt conversation, long position, int maxCount) {
    return log.read(conversation.id().value(), position, maxCount).stream()
        .map(event -> held.open(event, conversation.holds()))
        .toList();
  }
}
