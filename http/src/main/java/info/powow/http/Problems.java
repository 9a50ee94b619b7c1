package info.powow.http;

import info.powow.domain.FieldError;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/// Creates `application/problem+json` (RFC 9457) for refusals, with the same `code` as over STOMP.
public final class Problems {
  private static final Map<Reason.Kind, HttpStatus> STATUS =
      Map.of(
          Reason.Kind.INVALID, HttpStatus.BAD_REQUEST,
          Reason.Kind.UNAUTHENTICATED, HttpStatus.UNAUTHORIZED,
          Reason.Kind.FORBIDDEN, HttpStatus.FORBIDDEN,
          Reason.Kind.NOT_FOUND, HttpStatus.NOT_FOUND,
          Reason.Kind.CONFLICT, HttpStatus.CONFLICT,
          Reason.Kind.TOO_LARGE, HttpStatus.CONTENT_TOO_LARGE,
          Reason.Kind.TOO_SLOW, HttpStatus.REQUEST_TIMEOUT,
          Reason.Kind.TOO_MANY, HttpStatus.TOO_MANY_REQUESTS,
          Reason.Kind.UNAVAILABLE, HttpStatus.SERVICE_UNAVAILABLE,
          Reason.Kind.FAULT, HttpStatus.INTERNAL_SERVER_ERROR);

  private Problems() {}

  public static HttpStatus statusOf(Reason reason) {
    return STATUS.getOrDefault(reason.kind(), HttpStatus.INTERNAL_SERVER_ERROR);
  }

  public static ProblemDetail of(Reason reason) {
    return of(new Rejected(reason));
  }

  /// With `field`, `expected` and `received` if the invalid field is known.
  public static ProblemDetail of(Rejected refusal) {
    Reason reason = refusal.reason();
    HttpStatus status = statusOf(reason);
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, refusal.detail());
    problem.setType(URI.create("urn:powow:problem:" + reason.code()));
    problem.setTitle(status.getReasonPhrase());
    problem.setProperty("code", reason.code());
    FieldError error = refusal.error();
    if (error != null) {
      problem.setProperty("field", error.field());
      problem.setProperty("expected", error.expected());
      problem.setProperty("received", error.received());
    }
    return problem;
  }

  /// The complete answer to a refused call, with `Retry-After` if waiting may help.
  public static ResponseEntity<ProblemDetail> answer(Rejected refusal) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(statusOf(refusal.reason()));
    String retryAfter = retryAfter(refusal);
    if (retryAfter != null) {
      answer.header(HttpHeaders.RETRY_AFTER, retryAfter);
    }
    return answer.body(of(refusal));
  }

  /// The value of `Retry-After`, or null if waiting does not help.
  public static @Nullable String retryAfter(Rejected refusal) {
    Long seconds = retryAfterSeconds(refusal);
    return seconds == null ? null : seconds.toString();
  }

  /// Whole seconds to wait before a retry makes sense, rounded up; null if waiting does not help.
  public static @Nullable Long retryAfterSeconds(Rejected refusal) {
    Duration wait = refusal.retryAfter();
    if (wait != null) {
      return Math.max(1, wait.plusMillis(999).toSeconds());
    }
    return switch (refusal.reason().kind()) {
      // Subscriptions end when the client ends them, not after a time.
      case TOO_MANY -> refusal.reason() == Reason.TOO_MANY_SUBSCRIPTIONS ? null : 1L;
      case UNAVAILABLE -> 1L;
      case INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, TOO_SLOW, FAULT ->
          null;
    };
  }
}
