package info.powow.http.server;

import info.powow.domain.Reason;
import java.util.concurrent.atomic.AtomicInteger;
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
}
