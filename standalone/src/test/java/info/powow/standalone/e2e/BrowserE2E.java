package info.powow.standalone.e2e;

import com.sun.net.httpserver.HttpServer;
import info.powow.standalone.admin.AdminTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// The page in a real browser (`src/e2e/browser`).
@ExtendWith(SharedPowow.class)
class BrowserE2E {
  @TestFactory
  Stream<DynamicNode> page(PowowProcess powow) throws IOException, InterruptedException {
    HttpServer operator = operator(powow);
    try {
      // One file after the other: one of them kills the server, and a browser takes both cores.
      return NodeSuite.installed(Path.of("src", "e2e"), Path.of("target", "e2e", "browser"))
          .run(
              "browser",
              1,
              Map.of(
                  "POWOW_URL",
                  powow.http().toString(),
                  "POWOW_OPERATOR",
                  "http://127.0.0.1:" + operator.getAddress().getPort()));
    } finally {
      operator.stop(0);
    }
  }

  /// Kills and restarts the server, and grants roles, on request of a test.
  private static HttpServer operator(PowowProcess powow) throws IOException {
    HttpServer operator =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    operator.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", -1);
            switch (path[1]) {
              case "kill" -> powow.kill();
              case "start" -> powow.restart();
              // /grant/HANDLE/ROLE
              case "grant" -> {
                String data = powow.data().toString();
                if (AdminTool.run("admin", data, "grant", path[2], path[3]) != 0) {
                  throw new IOException("the role is not granted");
                }
              }
              default -> throw new IOException("there is nothing to do");
            }
            exchange.sendResponseHeaders(204, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    operator.start();
    return operator;
  }
}
