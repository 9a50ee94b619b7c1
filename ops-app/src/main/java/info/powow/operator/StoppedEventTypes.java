package info.powow.operator;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.operator.LocalOperations.StoppedStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads from the log of which type the events are at which streams have stopped, also if their
/// content cannot be read.
final class StoppedEventTypes {
  private static final Logger LOG = LoggerFactory.getLogger(StoppedEventTypes.class);

  /// Each is a read of the log.
  private static final int MAX_READS = 200;

  private final EventSource log;

  StoppedEventTypes(EventSource log) {
    this.log = log;
  }

  /// @return null if there is no such event
  /// @throws Rejected `log_unavailable`
  @Nullable String of(String stream, long sequence) {
    List<LoggedEvent> found;
    try {
      found = log.read(stream, sequence, 1);
    } catch (RuntimeException e) {
      LOG.warn("An event of a stopped stream cannot be read: {}", e.getClass().getSimpleName());
      throw new Rejected(Reason.LOG_UNAVAILABLE);
    }
    return found.isEmpty() || found.getFirst().sequence() != sequence
        ? null
        : found.getFirst().type();
  }

  /// @param streams all, the first 200 with the types of their events
  /// @param complete false if the log failed meanwhile
  record Typed(List<StoppedStream> streams, boolean complete) {}

  Typed typed(List<StoppedStream> streams) {
    List<StoppedStream> typed = new ArrayList<>(streams);
    try {
      for (int i = 0; i < Math.min(typed.size(), MAX_READS); i++) {
        StoppedStream each = typed.get(i);
        typed.set(i, each.with(of(each.stream(), each.sequence())));
      }
    } catch (Rejected e) {
      // The others would wait for the same log, one after the other.
      return new Typed(typed, false);
    }
    return new Typed(typed, true);
  }
}
