package info.powow.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A command was refused. Carries the reason and, if known, the field at fault. Never contains text
/// from the request.
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Stands in when no field is known.
  private static final FieldError SOMEWHERE =
      new FieldError("request", "a request as documented", "another one");

  private final Reason reason;
  private final @Nullable Duration retryAfter;
  private final transient @Nullable FieldError error;

  public Rejected(Reason reason) {
    this(reason, null, null);
  }

  /// @param retryAfter how long to wait before a retry; null if unknown
  public Rejected(Reason reason, @Nullable Duration retryAfter) {
    this(reason, retryAfter, null);
  }

  /// @param error which field is wrong
  public Rejected(Reason reason, FieldError error) {
    this(reason, null, error);
  }

  private Rejected(Reason reason, @Nullable Duration retryAfter, @Nullable FieldError error) {
    // A refusal is an answer, not a fault. Nobody reads its stack trace, and filling one in costs
    // more
    // than the decision.
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

  /// The refusal inside a failure: futures, buses and JSON readers wrap exceptions.
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

  /// The field at fault, if known. Never null for `invalid_request`.
  public @Nullable FieldError error() {
    return error;
  }

  /// For people: what is wrong, and in which field.
  public String detail() {
    return error == null || error == SOMEWHERE || reason != Reason.INVALID_REQUEST
        ? reason.message()
        : error.message();
  }
}
