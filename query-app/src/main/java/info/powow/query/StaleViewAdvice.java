package info.powow.query;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.http.Problems;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Replaces "not found" by "unavailable" if the views are behind, because the thing may have been
/// created a moment ago.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class StaleViewAdvice {

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(Rejected refusal, HttpServletResponse response) {
    return Problems.answer(
        refusal.reason().kind() == Reason.Kind.NOT_FOUND
                && response.containsHeader(StaleViewHeader.NAME)
            ? new Rejected(Reason.VIEWS_UNAVAILABLE)
            : refusal);
  }
}
