package info.powow.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.PersonId;
import info.powow.domain.operation.OperationEvent.EventSkipped;
import info.powow.domain.operation.Operations;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events that operators told projections to leave out.
final class SkippedList {
  private static final int NEWEST = 200;

  private final EventSource log;

  SkippedList(EventSource log) {
    this.log = log;
  }

  /// @param reason absent if the key of the operator was destroyed
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Skip(
      String projection,
      String stream,
      long sequence,
      String eventType,
      PersonId by,
      @Nullable String reason,
      Instant at) {}

  /// An event that cannot be read, for example one of a newer version. If it is a skip, it has no
  /// effect.
  record UnreadableSkip(String stream, long sequence, String eventType, Instant at) {}

  /// The newest of each first.
  record Skips(List<Skip> skipped, List<UnreadableSkip> unreadable) {
    static final Skips UNKNOWN = new Skips(List.of(), List.of());
  }

  /// @throws RuntimeException if the log is unavailable
  Skips newest() {
    Deque<Skip> found = new ArrayDeque<>();
    Deque<UnreadableSkip> unreadable = new ArrayDeque<>();
    Iterator<LoggedEvent> events = log.iterate(Operations.STREAM, 0);
    while (events.hasNext()) {
      LoggedEvent logged = events.next();
      Object event;
      try {
        event = logged.event();
      } catch (RuntimeException e) {
        addNewest(
            unreadable,
            new UnreadableSkip(logged.stream(), logged.sequence(), logged.type(), logged.at()));
        continue;
      }
      if (event instanceof EventSkipped skip) {
        addNewest(
            found,
            new Skip(
                skip.projection(),
                skip.stream(),
                skip.sequence(),
                skip.eventType(),
                skip.by(),
                skip.reason(),
                skip.at()));
      }
    }
    return new Skips(List.copyOf(found), List.copyOf(unreadable));
  }

  private static <T> void addNewest(Deque<T> newest, T one) {
    if (newest.size() == NEWEST) {
      newest.removeLast();
    }
    newest.addFirst(one);
  }
}
