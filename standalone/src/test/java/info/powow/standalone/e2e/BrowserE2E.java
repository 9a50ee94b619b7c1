package info.powow.standalone.e2e;

import com.sun.net.httpserver.HttpServer;
import info.powow.standalone.admin.AdminTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// The page in a real browser (`src/e2e/browser`).
@ExtendWith(SharedPowow.class)
class BrowserE2E {
  private static final String KILLS_THE_SERVER = "offline.test.js";

  @TestFactory
  Stream<DynamicNode> page(PowowProcess powow) throws IOException, InterruptedException {
    HttpServer operator = operator(powow);
    try {
      NodeSuite suite =
          NodeSuite.installed(Path.of("src", "e2e"), Path.of("target", "e2e", "browser"));
      Map<String, String> environment =
          Map.of(
              "POWOW_URL",
              powow.http().toString(),
              "POWOW_OPERATOR",
              "http://127.0.0.1:" + operator.getAddress().getPort());
      // Most of the time, a page waits for something. Two files at a time use that.
      List<DynamicNode> tests =
          new ArrayList<>(
              suite
                  .run("browser", file -> !file.equals(KILLS_THE_SERVER), 2, environment)
                  .toList());
      tests.addAll(
          suite.run("browser", file -> file.equals(KILLS_THE_SERVER), 1, environment).toList());
      return tests.stream();
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
