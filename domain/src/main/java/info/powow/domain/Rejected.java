package info.powow.domain;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The refusal of a command or request. Carries the reason and, if known, the invalid field. Never
/// contains text from the request.
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Used if the field is not known.
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

  /// @param error the invalid field
  public Rejected(Reason reason, FieldError error) {
    this(reason, null, error);
  }

  private Rejected(Reason reason, @Nullable Duration retryAfter, @Nullable FieldError error) {
    // Refusals are frequent answers, not faults. Filling in a stack trace that nobody reads would
    // cost more than the decision.
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

  /// A refusal that names the field, but nothing of what was expected beyond what the reason says.
  ///
  /// @param field see [FieldError]
  public static Rejected at(String field, Reason reason) {
    return new Rejected(reason, new FieldError(field, reason.message(), "another value"));
  }

  /// Runs a check, and names the field if the check refuses its value.
  ///
  /// @param field see [FieldError]
  public static <T> T at(String field, Supplier<T> check) {
    try {
      return check.get();
    } catch (Rejected refusal) {
      throw refusal.error == null ? at(field, refusal.reason) : refusal;
    }
  }

  /// Finds the refusal among the causes of a failure. Futures, buses and JSON readers wrap
  /// exceptions.
  public static @Nullable Rejected in(Throwable failure) {
    Throwable cause = failure;
    // Bounded, because a chain of causes may be circular.
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

  /// The invalid field, if known. Never null for `invalid_request`.
  public @Nullable FieldError error() {
    return error;
  }

  /// The message for people: what is wrong, and in which field.
  public String detail() {
    return error == null || error == SOMEWHERE || reason != Reason.INVALID_REQUEST
        ? reason.message()
        : error.message();
  }
}
