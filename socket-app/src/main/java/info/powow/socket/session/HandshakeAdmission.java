package info.powow.socket.session;

import info.powow.domain.FieldError;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.http.ClientAddress;
import info.powow.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
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
    Rejected refusal = refusal(((ServletServerHttpRequest) request).getServletRequest());
    if (refusal == null) {
      return true;
    }
    HttpStatus status = Problems.statusOf(refusal.reason());
    response.setStatusCode(status);
    response.getHeaders().setContentType(PROBLEM);
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      response.getHeaders().set("Retry-After", "1");
    }
    response.getBody().write(json(refusal, status));
    return false;
  }

  private @Nullable Rejected refusal(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin != null && !allowedOrigins.contains(origin) && !own(request).is(origin)) {
      return new Rejected(Reason.FORBIDDEN_ORIGIN);
    }
    Rejected malformed = malformed(request);
    if (malformed != null) {
      return malformed;
    }
    Reason refusal = sessions.refusal(ClientAddress.of(request.getRemoteAddr()));
    return refusal == null ? null : new Rejected(refusal);
  }

  /// What a handshake has to have (RFC 6455, 4.2.1). Without this check, Spring answers in plain text.
  private static @Nullable Rejected malformed(HttpServletRequest request) {
    if (!"GET".equals(request.getMethod())) {
      return Rejected.field("method", "GET", "another method");
    }
    if (!names(request, "Upgrade", "websocket")) {
      return Rejected.field("Upgrade", "websocket", kind(request, "Upgrade"));
    }
    if (!names(request, "Connection", "upgrade")) {
      return Rejected.field("Connection", "Upgrade", kind(request, "Connection"));
    }
    if (!"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
      return Rejected.field("Sec-WebSocket-Version", "13", kind(request, "Sec-WebSocket-Version"));
    }
    if (request.getHeader("Sec-WebSocket-Key") == null) {
      return Rejected.field("Sec-WebSocket-Key", "16 bytes in Base64", "absent");
    }
    return null;
  }

  /// Whether one of the values of a header that is a list is this token.
  private static boolean names(HttpServletRequest request, String header, String token) {
    return Collections.list(request.getHeaders(header)).stream()
        .flatMap(values -> Arrays.stream(values.split(",")))
        .anyMatch(value -> value.strip().equalsIgnoreCase(token));
  }

  private static String kind(HttpServletRequest request, String header) {
    return request.getHeader(header) == null ? "absent" : "another value";
  }

  private static RequestOrigin own(HttpServletRequest request) {
    return new RequestOrigin(request.getScheme(), request.getServerName(), request.getServerPort());
  }

  /// The values need no escaping.
  private static byte[] json(Rejected refusal, HttpStatus status) {
    String code = refusal.reason().code();
    FieldError error = refusal.error();
    String field =
        error == null
            ? ""
            : ",\"field\":\"%s\",\"expected\":\"%s\",\"received\":\"%s\""
                .formatted(error.field(), error.expected(), error.received());
    return """
    {"type":"urn:powow:problem:%s","title":"%s","status":%d,"detail":"%s","code":"%s"%s}\
    """
        .formatted(code, status.getReasonPhrase(), status.value(), refusal.detail(), code, field)
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
