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

  /// The newest first.
  List<Skip> newest() {
    Deque<Skip> found = new ArrayDeque<>();
    Iterator<LoggedEvent> events = log.iterate(Operations.STREAM, 0);
    while (events.hasNext()) {
      if (events.next().event() instanceof EventSkipped skip) {
        if (found.size() == NEWEST) {
          found.removeLast();
        }
        found.addFirst(
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
    return List.copyOf(found);
  }
}
