package info.powow.projection.skipped;

import info.powow.domain.operation.OperationEvent.EventSkipped;
import info.powow.domain.operation.Operations;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.projector.SkippedEvents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one projection leaves out, read from the log. So it holds for every rebuild, on every node.
public final class LoggedSkips implements SkippedEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedSkips.class);
  private static final int AT_ONCE = 200;

  private final EventSource log;
  private final String projection;
  private final Map<String, Set<Long>> skipped = new ConcurrentHashMap<>();

  // guarded by this
  private long read;

  public LoggedSkips(EventSource log, String projection) {
    this.log = log;
    this.projection = projection;
  }

  @Override
  public boolean contains(String stream, long sequence) {
    Set<Long> sequences = skipped.get(stream);
    return sequences != null && sequences.contains(sequence);
  }

  @Override
  public synchronized void refresh() {
    List<LoggedEvent> events;
    do {
      events = log.read(Operations.STREAM, read, AT_ONCE);
      for (LoggedEvent logged : events) {
        if (skipIn(logged) instanceof EventSkipped skip && skip.projection().equals(projection)) {
          skipped
              .computeIfAbsent(skip.stream(), _ -> ConcurrentHashMap.newKeySet())
              .add(skip.sequence());
        }
        read = logged.sequence() + 1;
      }
    } while (events.size() == AT_ONCE);
  }

  /// A skip that cannot be read has no effect: its stream stays stopped. Otherwise, one such event
  /// would stop every projection.
  private static @Nullable Object skipIn(LoggedEvent logged) {
    try {
      return logged.event();
    } catch (RuntimeException e) {
      LOG.warn(
          "Event {} of the stream {} cannot be read: {}",
          logged.sequence(),
          Operations.STREAM,
          e.getClass().getSimpleName());
      return null;
    }
  }
}
