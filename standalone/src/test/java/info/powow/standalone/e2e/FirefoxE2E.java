package info.powow.standalone.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Web Push to a real Firefox (`src/e2e/firefox`).
@ExtendWith(NeedsFirefox.class)
class FirefoxE2E {
  @TestFactory
  Stream<DynamicNode> push() throws IOException, InterruptedException {
    AtomicReference<PowowProcess> powow = new AtomicReference<>();
    HttpServer operator =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // /start/PORT starts a server that may send to the push service at this port.
    operator.createContext(
        "/start/",
        exchange -> {
          try (exchange) {
            String port = exchange.getRequestURI().getPath().substring("/start/".length());
            Path folder = Files.createDirectories(Path.of("target", "e2e"));
            PowowProcess started =
                PowowProcess.start(
                    Files.createTempDirectory(folder, "firefox-"),
                    "--powow.push.allowed-origins=http://127.0.0.1:" + port);
            powow.set(started);
            byte[] address = started.http().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, address.length);
            exchange.getResponseBody().write(address);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    operator.start();
    try {
      return NodeSuite.installed(Path.of("src", "e2e"), Path.of("target", "e2e", "firefox"))
          .run(
              "firefox",
              1,
              Map.of(
                  "FIREFOX",
                  NeedsFirefox.executable().orElseThrow().toString(),
                  "POWOW_OPERATOR",
                  "http://127.0.0.1:" + operator.getAddress().getPort()));
    } finally {
      operator.stop(0);
      PowowProcess started = powow.get();
      if (started != null) {
        started.close();
      }
    }
  }
}
