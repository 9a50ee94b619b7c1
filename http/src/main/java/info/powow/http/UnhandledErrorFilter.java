package info.powow.http;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/// Answers failures that no controller or advice has handled, such as a failed handshake.
/// Otherwise, the server would log them with stack trace and URL, and a URL may contain a token.
final class UnhandledErrorFilter extends OncePerRequestFilter implements Ordered {
  private static final Logger LOG = LoggerFactory.getLogger(UnhandledErrorFilter.class);

  private final JsonMapper json;

  UnhandledErrorFilter(JsonMapper json) {
    this.json = json;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE + 10;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    ProblemDetail flaw = flawInHeaders(request);
    if (flaw != null) {
      write(response, flaw);
      return;
    }
    try {
      chain.doFilter(request, response);
    } catch (RuntimeException | ServletException e) {
      answer(response, e);
    }
  }

  private void answer(HttpServletResponse response, Exception failure) throws IOException {
    ProblemDetail problem = problem(failure);
    if (response.isCommitted()) {
      return;
    }
    response.reset();
    write(response, problem);
  }

  /// Spring fails on malformed media types wherever it reads headers, including while it writes a
  /// refusal.
  private static @Nullable ProblemDetail flawInHeaders(HttpServletRequest request) {
    String contentType = request.getContentType();
    if (contentType != null && !isConcrete(contentType)) {
      return refusal(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "the type of the body", contentType);
    }
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept != null && !areTypes(accept)) {
      return refusal(HttpStatus.NOT_ACCEPTABLE, HttpHeaders.ACCEPT, "media types", accept);
    }
    return null;
  }

  private static ProblemDetail refusal(
      HttpStatus status, String header, String expected, String value) {
    ProblemDetail problem =
        Problems.of(
            Rejected.field(header, expected, value.isBlank() ? "nothing" : "another value"));
    problem.setStatus(status.value());
    problem.setTitle(status.getReasonPhrase());
    return problem;
  }

  private static boolean isConcrete(String type) {
    try {
      return MediaType.parseMediaType(type).isConcrete();
    } catch (InvalidMediaTypeException _) {
      return false;
    }
  }

  private static boolean areTypes(String types) {
    try {
      List<MediaType> _ = MediaType.parseMediaTypes(types);
      return true;
    } catch (InvalidMediaTypeException _) {
      return false;
    }
  }

  private void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }

  private static ProblemDetail problem(Exception failure) {
    Rejected refusal = Rejected.in(failure);
    if (refusal != null) {
      return Problems.of(refusal);
    }
    if (failure instanceof HttpException http && http.getCode() < 500) {
      ProblemDetail problem =
          Problems.of(Rejected.field("request", "HTTP in UTF-8", "other bytes"));
      problem.setStatus(http.getCode());
      return problem;
    }
    LOG.error("a request failed: {}", ProblemAdvice.origin(failure));
    return Problems.of(Reason.INTERNAL);
  }
}
