package info.powow.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A command was refused. Carries the reason and nothing of what was said.
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final @Nullable Duration retryAfter;

  public Rejected(Reason reason) {
    this(reason, null);
  }

  /// @param retryAfter how long to wait before asking again makes sense, where that is known
  public Rejected(Reason reason, @Nullable Duration retryAfter) {
    // A refusal is an answer, not a fault: nobody reads its stack, and filling it in costs more
    // than deciding.
    super(reason.message(), null, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
