package info.powow.domain.operation;

import info.powow.domain.operation.OperationCommand.SkipInProjection;
import info.powow.domain.operation.OperationEvent.EventSkipped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What operators did that lasts.
///
/// @param skipped the events that projections leave out
public record Operations(Set<Skipped> skipped) {
  public static final Operations NONE = new Operations(Set.of());

  /// The name of the stream.
  public static final String STREAM = "operations";

  public Operations {
    skipped = Set.copyOf(skipped);
  }

  public record Skipped(String projection, String stream, long sequence) {}

  public static List<OperationEvent> decide(
      Operations state, OperationCommand command, Instant now) {
    return switch (command) {
      case SkipInProjection skip -> {
        String eventType = SkippableEvents.require(skip.eventType());
        yield state.skipped.contains(new Skipped(skip.projection(), skip.stream(), skip.sequence()))
            ? List.of()
            : List.of(
                new EventSkipped(
                    skip.projection(),
                    skip.stream(),
                    skip.sequence(),
                    eventType,
                    skip.by(),
                    skip.reason(),
                    now));
      }
    };
  }

  public static Operations evolve(Operations state, OperationEvent event) {
    return switch (event) {
      case EventSkipped skipped -> {
        Set<Skipped> all = new HashSet<>(state.skipped);
        all.add(new Skipped(skipped.projection(), skipped.stream(), skipped.sequence()));
        yield new Operations(all);
      }
    };
  }
}
