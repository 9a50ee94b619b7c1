package info.powow.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A command was refused. Carries the reason, where in the request the fault is if that is known,
/// and nothing of what was said.
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Where nobody could say more.
  private static final FieldError SOMEWHERE =
      new FieldError("request", "a request as documented", "another one");

  private final Reason reason;
  private final @Nullable Duration retryAfter;
  private final transient @Nullable FieldError error;

  public Rejected(Reason reason) {
    this(reason, null, null);
  }

  /// @param retryAfter how long to wait before asking again makes sense, where that is known
  public Rejected(Reason reason, @Nullable Duration retryAfter) {
    this(reason, retryAfter, null);
  }

  /// @param error which field is wrong
  public Rejected(Reason reason, FieldError error) {
    this(reason, null, error);
  }

  private Rejected(Reason reason, @Nullable Duration retryAfter, @Nullable FieldError error) {
    // A refusal is an answer, not a fault: nobody reads its stack, and filling it in costs more
    // than deciding.
    super(reason.message(), null, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.error = error == null && reason == Reason.INVALID_REQUEST ? SOMEWHERE : error;
  }

  /// An `invalid_request` that names the field.
  ///
  /// @param field see [FieldError]
  public static Rejected field(String field, String expected, String received) {
    return new Rejected(Reason.INVALID_REQUEST, new FieldError(field, expected, received));
  }

  /// The refusal that a failure carries: futures, buses and JSON readers wrap what they pass on.
  public static @Nullable Rejected in(Throwable failure) {
    Throwable cause = failure;
    // Bounded, since a chain of causes may run in a circle.
    for (int depth = 0; cause != null && depth < 16; depth++) {
      if (cause instanceof Rejected rejected) {
        return rejected;
      }
      cause = cause.getCause();
    }
    return null;
  }

  public Reason reason() {
    return reason;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /// Which field is wrong, if it is one field and known; with `invalid_request`, always something.
  public @Nullable FieldError error() {
    return error;
  }

  /// For people: what is wrong, and where.
  public String detail() {
    return error == null || error == SOMEWHERE || reason != Reason.INVALID_REQUEST
        ? reason.message()
        : error.message();
  }
}
