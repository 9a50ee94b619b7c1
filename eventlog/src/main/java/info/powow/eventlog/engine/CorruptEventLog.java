package info.powow.eventlog.engine;

import org.jspecify.annotations.Nullable;

/// Thrown when data on disk is not what was written. The log is not opened, or not read any
/// further, so that nothing is built on it.
public final class CorruptEventLog extends EventLogException {
  public CorruptEventLog(String message) {
    this(message, null);
  }

  public CorruptEventLog(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
