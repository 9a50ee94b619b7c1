package info.powow.operator;

import info.powow.ops.MessageTrace;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/// Keeps refusals over HTTP for operators if the server is the reason, or if the client wants them
/// followed, and adds the trace id to the problem.
@RestControllerAdvice
final class RefusalTraces implements ResponseBodyAdvice<Object> {
  private static final int SERVER_ERROR = 500;

  private final MessageTrace trace;
  private final Clock clock;

  RefusalTraces(MessageTrace trace, Clock clock) {
    this.trace = trace;
    this.clock = clock;
  }

  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returnType,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (body instanceof ProblemDetail problem
        && Objects.requireNonNullElse(problem.getProperties(), Map.of()).get("code")
            instanceof String code) {
      String kept =
          trace.refused(
              route(request),
              code,
              problem.getStatus() >= SERVER_ERROR,
              clock.instant(),
              request.getHeaders().getFirst("traceparent"));
      if (kept != null) {
        problem.setProperty("trace", kept);
      }
    }
    return body;
  }

  /// Without ids or words of the request.
  private static String route(ServerHttpRequest request) {
    Object pattern =
        request instanceof ServletServerHttpRequest servlet
            ? servlet
                .getServletRequest()
                .getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
            : null;
    return request.getMethod() + " " + (pattern == null ? "unknown" : pattern);
  }
}
