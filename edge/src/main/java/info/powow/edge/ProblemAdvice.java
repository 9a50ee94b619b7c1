package info.powow.edge;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// Words every failure of an HTTP call. What was sent is neither in the answer nor in the log.
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler({Rejected.class, CompletionException.class})
  ResponseEntity<ProblemDetail> refused(Exception failure) {
    Rejected refusal = Problems.refusalIn(failure);
    return refusal == null ? failed(failure) : Problems.answer(refusal);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> failed(Exception failure) {
    Rejected refusal = Problems.refusalIn(failure);
    if (refusal != null) {
      return Problems.answer(refusal);
    }
    LOG.error("a call failed: {}", failure.getClass().getName(), new WithoutMessages(failure));
    return Problems.answer(new Rejected(Reason.INTERNAL));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    Rejected refusal = Problems.refusalIn(failure);
    Reason reason = refusal == null ? reasonOf(status) : refusal.reason();
    ProblemDetail problem = Problems.of(reason);
    // Method not allowed, not acceptable and their like keep the status that HTTP has for them.
    HttpStatusCode answered = refusal == null ? status : Problems.statusOf(reason);
    problem.setStatus(answered.value());
    return super.handleExceptionInternal(failure, problem, headers, answered, request);
  }

  private static Reason reasonOf(HttpStatusCode status) {
    if (status.value() == HttpStatus.NOT_FOUND.value()) {
      return Reason.NOT_FOUND;
    }
    if (status.value() == HttpStatus.CONTENT_TOO_LARGE.value()) {
      return Reason.TOO_LARGE;
    }
    return status.is5xxServerError() ? Reason.INTERNAL : Reason.INVALID_REQUEST;
  }

  /// The stack of a failure without its messages, which may quote what was sent.
  private static final class WithoutMessages extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WithoutMessages(Throwable failure) {
      super(failure.getClass().getName(), null, false, true);
      setStackTrace(failure.getStackTrace());
    }
  }
}
