package info.powow.eventlog.keys;

import org.jspecify.annotations.Nullable;

/// The keys cannot be used, or are not those of the log. The message says what to do.
public class KeysUnavailable extends RuntimeException {
  public KeysUnavailable(String message) {
    this(message, null);
  }

  public KeysUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
