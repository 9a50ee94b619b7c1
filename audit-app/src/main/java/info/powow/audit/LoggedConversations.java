package info.powow.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import info.powow.domain.ConversationId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.TextHistories;
import info.powow.domain.conversation.Timeline;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads conversations from the log, as they were at a moment.
///
/// A time becomes an index by the running maximum of the times of the conversation: the last event
/// before the first one that is later. So an event that was written with a wrong clock is where its
/// position says, not where its time says.
final class LoggedConversations {
  private static final int KEPT_MESSAGES = 200_000;

  private final EventSource log;

  /// The same moment is usually asked for several times: page by page, and for two people side by
  /// side.
  private final Cache<Asked, ConversationAt> recent =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_MESSAGES)
          .<Asked, ConversationAt>weigher(
              (_, found) -> (int) Math.min(Integer.MAX_VALUE, found.timeline().next() + 1))
          .expireAfterAccess(Duration.ofMinutes(5))
          .build();

  /// @param head the newest position when it was asked: an answer about now is not kept for later
  private record Asked(ConversationId id, @Nullable Long index, @Nullable Instant at, long head) {}

  LoggedConversations(EventSource log) {
    this.log = log;
  }

  /// @param index no event after this index; null for the newest
  /// @param at no event after this time; null for the newest
  ConversationAt read(ConversationId id, @Nullable Long index, @Nullable Instant at) {
    // Before the conversation is read, so that the answer has everything up to there.
    long end = log.head();
    OptionalLong newest = log.lastSequence(id.value());
    Asked asked = new Asked(id, index, at, newest.orElse(-1));
    ConversationAt known = recent.getIfPresent(asked);
    if (known == null) {
      known = fold(asked);
      recent.put(asked, known);
    }
    return at != null ? known : known.upTo(index == null ? end : Math.min(index, end));
  }

  private ConversationAt fold(Asked asked) {
    Timeline timeline = new Timeline();
    TextHistories texts = new TextHistories();
    Moment last = null;
    Iterator<LoggedEvent> events = log.iterate(asked.id().value(), 0);
    while (events.hasNext()) {
      LoggedEvent event = events.next();
      boolean isLater =
          (asked.index() != null && Moment.indexOf(event) > asked.index())
              || (asked.at() != null && Moment.atOf(event).isAfter(asked.at()));
      // A stream of another kind, such as a person's, is no conversation.
      if (isLater || !(event.event() instanceof ConversationEvent happened)) {
        break;
      }
      texts.add(happened, timeline.next());
      timeline.add(happened);
      last = Moment.of(event);
    }
    LoggedEvent newest = asked.head() < 0 ? null : at(asked.id(), asked.head());
    return new ConversationAt(
        asked.id(),
        last == null ? 0 : last.index(),
        timeline,
        texts,
        last,
        newest != null && newest.event() instanceof ConversationEvent ? Moment.of(newest) : null);
  }

  /// The event at a position; null if there is none.
  @Nullable LoggedEvent at(ConversationId id, long position) {
    List<LoggedEvent> found = log.read(id.value(), position, 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  /// At most this many events from a position on.
  List<LoggedEvent> from(ConversationId id, long position, int maxCount) {
    return log.read(id.value(), position, maxCount);
  }
}
