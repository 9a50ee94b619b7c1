package info.powow.socket.session;

import info.powow.domain.Reason;
import info.powow.http.ClientAddress;
import info.powow.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/// Decides who may open a WebSocket: pages of the server's own or an allowed origin, while the node
/// has capacity. Refusals are problem details, as for any other URL.
public record HandshakeAdmission(SessionRegistry sessions, List<String> allowedOrigins)
    implements HandshakeInterceptor {
  private static final MediaType PROBLEM = MediaType.APPLICATION_PROBLEM_JSON;

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes)
      throws IOException {
    Reason refusal = refusal(request);
    if (refusal == null) {
      return true;
    }
    HttpStatus status = Problems.statusOf(refusal);
    response.setStatusCode(status);
    response.getHeaders().setContentType(PROBLEM);
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      response.getHeaders().set("Retry-After", "1");
    }
    response.getBody().write(json(refusal, status));
    return false;
  }

  private @Nullable Reason refusal(ServerHttpRequest request) {
    HttpServletRequest servlet = ((ServletServerHttpRequest) request).getServletRequest();
    String origin = servlet.getHeader("Origin");
    if (origin != null && !allowedOrigins.contains(origin) && !own(servlet).is(origin)) {
      return Reason.FORBIDDEN_ORIGIN;
    }
    return sessions.refusal(ClientAddress.of(servlet.getRemoteAddr()));
  }

  private static RequestOrigin own(HttpServletRequest request) {
    return new RequestOrigin(request.getScheme(), request.getServerName(), request.getServerPort());
  }

  /// The values need no escaping.
  private static byte[] json(Reason reason, HttpStatus status) {
    return """
    {"type":"urn:powow:problem:%s","title":"%s","status":%d,"detail":"%s","code":"%s"}\
    """
        .formatted(
            reason.code(),
            status.getReasonPhrase(),
            status.value(),
            reason.message(),
            reason.code())
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception exception) {
    // Nothing to release.
  }
}
