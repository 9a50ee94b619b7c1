package info.powow.eventlog.engine;

import org.jspecify.annotations.Nullable;

/// Thrown when the log cannot write (disk full, I/O error) or is closed. Whether the failed append
/// is in the log is known only after it works again: a retry with the same key finds out.
public final class EventLogUnavailable extends EventLogException {
  EventLogUnavailable(String message) {
    this(message, null);
  }

  public EventLogUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
