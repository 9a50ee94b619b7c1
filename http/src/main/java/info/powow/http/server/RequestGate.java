package info.powow.http.server;

import info.powow.domain.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Limits concurrent requests and refuses more at once, because a queue would only delay everybody.
/// Placed after [BodyHandler], so that slow senders do not count.
final class RequestGate extends Handler.Wrapper {
  private final int most;
  private final Refusals refusals;
  private final AtomicInteger inside = new AtomicInteger();

  RequestGate(int most, Refusals refusals) {
    this.most = most;
    this.refusals = refusals;
  }

  int inside() {
    return inside.get();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (inside.incrementAndGet() > most) {
      inside.decrementAndGet();
      refusals.write(response, Reason.OVERLOADED, callback);
      return true;
    }
    Callback leaving =
        new Callback.Nested(callback) {
          @Override
          public void succeeded() {
            forgetBrokenForm(request);
            super.succeeded();
          }

          @Override
          public void failed(Throwable failure) {
            forgetBrokenForm(request);
            super.failed(failure);
          }

          @Override
          public void completed() {
            inside.decrementAndGet();
          }
        };
    boolean handled = false;
    try {
      handled = super.handle(request, response, leaving);
      return handled;
    } catch (Throwable e) {
      handled = true;
      Response.writeError(request, response, leaving, e);
      return true;
    } finally {
      if (!handled) {
        inside.decrementAndGet();
      }
    }
  }

  /// When a request is over, Jetty 12.1 asks for the parts of its form, to delete them. If the form
  /// was broken, that throws, and what follows disturbs the next request on the connection.
  private static void forgetBrokenForm(Request request) {
    String form = MultiPartFormData.class.getName();
    if (request.getAttribute(form) instanceof CompletableFuture<?> parts
        && parts.isCompletedExceptionally()) {
      request.removeAttribute(form);
    }
  }
}
