package info.powow.http.server;

import info.powow.domain.Reason;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Refuses a malformed `Origin`, which no browser sends (RFC 6454, section 7), because later code
/// assumes a well-formed one.
final class OriginGuard extends Handler.Wrapper {
  private static final Pattern ORIGIN =
      Pattern.compile(
          "null|[A-Za-z][A-Za-z0-9+.-]*://(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

  private final Refusals refusals;

  OriginGuard(Refusals refusals) {
    this.refusals = refusals;
  }

  static boolean isOrigin(String value) {
    return ORIGIN.matcher(value).matches();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    for (String origin : request.getHeaders().getValuesList(HttpHeader.ORIGIN)) {
      if (!isOrigin(origin)) {
        // The body is not read, so nothing more is answered on the connection.
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        refusals.write(response, Reason.FORBIDDEN_ORIGIN, callback);
        return true;
      }
    }
    return super.handle(request, response, callback);
  }
}
