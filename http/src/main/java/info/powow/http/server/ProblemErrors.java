package info.powow.http.server;

import info.powow.domain.Reason;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Adds problems to refusals of the server itself: a head that is too long or not HTTP, an unknown
/// method, a failed transfer.
final class ProblemErrors extends ErrorHandler {
  private final Refusals refusals;

  ProblemErrors(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    if (request.getAttribute(ERROR_EXCEPTION) instanceof HttpException failure) {
      status = failure.getCode();
    }
    if (status < HttpStatus.BAD_REQUEST_400 || HttpStatus.hasNoBody(status)) {
      status = HttpStatus.INTERNAL_SERVER_ERROR_500;
    }
    // After a head that it cannot parse, the server answers nothing more on the connection. Without
    // this header, the next request on it would get no answer: behind a proxy, that of somebody
    // else.
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    refusals.write(response, status, reasonOf(status), callback);
    return true;
  }

  /// A specific HTTP status says more than a generic code.
  static Reason reasonOf(int status) {
    return switch (status) {
      case HttpStatus.NOT_FOUND_404 -> Reason.NOT_FOUND;
      case HttpStatus.UNAUTHORIZED_401 -> Reason.UNAUTHENTICATED;
      case HttpStatus.PAYLOAD_TOO_LARGE_413,
          HttpStatus.URI_TOO_LONG_414,
          HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          Reason.TOO_LARGE;
      case HttpStatus.REQUEST_TIMEOUT_408 -> Reason.TOO_SLOW;
      case HttpStatus.TOO_MANY_REQUESTS_429 -> Reason.TOO_MANY_REQUESTS;
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> Reason.OVERLOADED;
      case HttpStatus.NOT_IMPLEMENTED_501, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
          Reason.INVALID_REQUEST;
      default -> HttpStatus.isServerError(status) ? Reason.INTERNAL : Reason.INVALID_REQUEST;
    };
  }
}
