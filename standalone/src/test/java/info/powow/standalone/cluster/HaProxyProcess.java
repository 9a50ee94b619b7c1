package info.powow.standalone.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// HAProxy with the shipped configuration.
final class HaProxyProcess implements AutoCloseable {
  private static final Path CONFIGURATION = Path.of("..", "deploy", "haproxy.cfg");

  private final ChildProcess process;
  private final Guardian guardian;
  private final int port;
  private final int stats;
  private final HttpClient http = HttpClient.newHttpClient();

  private HaProxyProcess(ChildProcess process, Guardian guardian, int port, int stats) {
    this.process = process;
    this.guardian = guardian;
    this.port = port;
    this.stats = stats;
  }

  /// @param folder for its output
  /// @param nodes the ports of `command-1` and so on
  static HaProxyProcess start(Path folder, Map<String, Integer> nodes, Map<String, String> limits)
      throws IOException, InterruptedException {
    int port = freePort();
    int stats = freePort();
    Map<String, String> environment = new HashMap<>(limits);
    environment.put("POWOW_BIND", "127.0.0.1:" + port);
    environment.put("POWOW_STATS", "127.0.0.1:" + stats);
    nodes.forEach((node, listens) ->
        environment.put(
            "POWOW_" + node.replace('-', '_').toUpperCase(Locale.ROOT), "127.0.0.1:" + listens));
    check(environment);
    Guardian guardian = Guardian.start();
    ChildProcess process =
        ChildProcess.start(
            "haproxy",
            List.of(NeedsHaProxy.HAPROXY.toString(), "-f", CONFIGURATION.toString()),
            environment,
            folder,
            guardian);
    return new HaProxyProcess(process, guardian, port, stats);
  }

  /// HAProxy's own check, which also warns.
  private static void check(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(NeedsHaProxy.HAPROXY.toString(), "-c", "-f", CONFIGURATION.toString())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process check = builder.start();
    String output = new String(check.getInputStream().readAllBytes());
    if (check.waitFor() != 0 || output.contains("[WARNING]")) {
      throw new IOException(output);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  URI http() {
    return URI.create("http://127.0.0.1:" + port);
  }

  void kill() throws IOException, InterruptedException {
    process.kill();
  }

  void launchAgain() throws IOException {
    process.launchAgain();
  }

  /// Waits until HAProxy considers a node `UP` or `DOWN`.
  void await(String node, String state) throws IOException, InterruptedException {
    HttpRequest csv =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stats + "/;csv")).build();
    process.await(() ->
        http.send(csv, BodyHandlers.ofString())
            .body()
            .lines()
            .map(line -> line.split(",", -1))
            .anyMatch(fields ->
                fields.length > 17 && fields[1].equals(node) && fields[17].equals(state)));
  }

  @Override
  public void close() throws IOException {
    http.close();
    try {
      process.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    guardian.close();
  }
}
