package info.powow.http.server;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.http.Problems;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/// Writes refusals of the server itself, in the usual form.
final class Refusals {
  private final JsonMapper json;

  Refusals(JsonMapper json) {
    this.json = json;
  }

  void write(Response response, Reason reason, Callback callback) {
    write(response, Problems.statusOf(reason).value(), reason, callback);
  }

  /// @param status the HTTP status, which may differ from the usual one of the reason
  void write(Response response, int status, Reason reason, Callback callback) {
    write(response, status, new Rejected(reason), callback);
  }

  void write(Response response, int status, Rejected refusal, Callback callback) {
    Reason reason = refusal.reason();
    ProblemDetail problem = Problems.of(refusal);
    problem.setStatus(status);
    problem.setTitle(titleOf(status));
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    String retryAfter = Problems.retryAfter(refusal);
    if (retryAfter != null) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfter);
    }
    if (reason.kind() == Reason.Kind.UNAUTHENTICATED) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    response.write(true, ByteBuffer.wrap(json.writeValueAsBytes(problem)), callback);
  }

  private static String titleOf(int status) {
    return HttpStatusCode.valueOf(status) instanceof org.springframework.http.HttpStatus known
        ? known.getReasonPhrase()
        : String.valueOf(status);
  }
}
