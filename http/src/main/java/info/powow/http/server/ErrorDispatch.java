package info.powow.http.server;

import info.powow.domain.Reason;
import info.powow.http.Problems;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Adds a problem to refusals of filters that set only a status, such as Spring Security's
/// firewall.
@RestController
final class ErrorDispatch implements ErrorController {
  private static final URI NOWHERE = URI.create("about:blank");

  @RequestMapping("${spring.web.error.path:${error.path:/error}}")
  ResponseEntity<ProblemDetail> problem(HttpServletRequest request) {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : HttpStatus.NOT_FOUND.value();
    Reason reason = ProblemErrors.reasonOf(status);
    ProblemDetail problem = Problems.of(reason);
    problem.setStatus(status);
    HttpStatus known = HttpStatus.resolve(status);
    problem.setTitle(known == null ? String.valueOf(status) : known.getReasonPhrase());
    // Like the server itself; the requested URL may be malformed.
    problem.setInstance(NOWHERE);
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
