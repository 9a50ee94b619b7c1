package info.powow.eventlog.engine;

import org.jspecify.annotations.Nullable;

/// What is on the disk is not what was written. The log is not opened, or not read further, so that
/// nothing gets built on it.
public final class CorruptEventLog extends EventLogException {
  CorruptEventLog(String message) {
    this(message, null);
  }

  CorruptEventLog(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
