package info.powow.notify.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A server over HTTPS that answers as a test wants, or not at all.
final class HttpsStub implements AutoCloseable {
  record Asked(String path, Map<String, String> headers, String body) {}

  /// @param status 0 never answers
  record Reply(int status, String body, Map<String, String> headers) {
    static final Reply HANGS = new Reply(0, "", Map.of());

    static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }
  }

  final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final HttpsServer server;
  private final CountDownLatch hanging = new CountDownLatch(1);
  private volatile Function<Asked, Reply> answers;

  HttpsStub(Function<Asked, Reply> answers) {
    this.answers = answers;
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setHttpsConfigurator(new HttpsConfigurator(TestTls.get().server()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  void answer(Function<Asked, Reply> next) {
    answers = next;
  }

  void answer(Reply always) {
    answers = _ -> always;
  }

  Asked next() throws InterruptedException {
    Asked next = asked.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was asked");
    }
    return next;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      Asked request =
          new Asked(
              exchange.getRequestURI().getPath(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(request);
      Reply reply = answers.apply(request);
      if (reply.status() == 0) {
        boolean unused = hanging.await(1, TimeUnit.MINUTES);
        return;
      }
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    hanging.countDown();
    server.stop(0);
  }
}
