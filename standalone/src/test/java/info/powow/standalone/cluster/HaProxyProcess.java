package info.powow.standalone.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A HAProxy with the configuration that is shipped.
final class HaProxyProcess implements AutoCloseable {
  private static final Path CONFIGURATION = Path.of("..", "deploy", "haproxy.cfg");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final int port;
  private final int stats;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  private HaProxyProcess(Process process, int port, int stats, Path log) {
    this.process = process;
    this.port = port;
    this.stats = stats;
    this.log = log;
  }

  static HaProxyProcess start(Path folder, List<NamedNode> nodes, Map<String, String> limits)
      throws IOException, InterruptedException {
    int port = freePort();
    int stats = freePort();
    Path log = folder.resolve("haproxy.log");
    ProcessBuilder builder =
        new ProcessBuilder("/usr/sbin/haproxy", "-f", CONFIGURATION.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.putAll(limits);
    environment.put("POWOW_BIND", "127.0.0.1:" + port);
    environment.put("POWOW_STATS", "127.0.0.1:" + stats);
    for (NamedNode node : nodes) {
      String variable = "POWOW_" + node.name().replace('-', '_').toUpperCase(Locale.ROOT);
      environment.put(variable, "127.0.0.1:" + node.port());
    }
    check(builder.environment());
    return new HaProxyProcess(builder.start(), port, stats, log);
  }

  /// HAProxy's own check, which warns of what it would not refuse.
  private static void check(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/usr/sbin/haproxy", "-c", "-f", CONFIGURATION.toString())
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

  /// Waits until HAProxy has seen that a node is `UP` or `DOWN`.
  void await(String node, String state) throws IOException, InterruptedException {
    HttpRequest csv =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stats + "/;csv")).build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    String seen = "";
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        seen = http.send(csv, BodyHandlers.ofString()).body();
        if (seen.lines()
            .map(line -> line.split(",", -1))
            .anyMatch(fields ->
                fields.length > 17 && fields[1].equals(node) && fields[17].equals(state))) {
          return;
        }
      } catch (IOException _) {
        // Not listening yet.
      }
      // It does not tell; it can only be asked.
      boolean unused = process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    throw new IOException(node + " is not " + state + ":\n" + seen + Files.readString(log));
  }

  @Override
  public void close() {
    http.close();
    process.destroyForcibly();
  }
}
