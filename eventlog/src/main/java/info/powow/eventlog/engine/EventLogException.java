package info.powow.eventlog.engine;

import org.jspecify.annotations.Nullable;

/// The failures of the event log.
public abstract sealed class EventLogException extends RuntimeException
    permits CorruptEventLog,
        EventLogInUse,
        EventLogTooNew,
        EventLogTooOld,
        EventLogUnavailable,
        StreamConflict {
  EventLogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
