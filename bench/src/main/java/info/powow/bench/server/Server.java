package info.powow.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server under test: started by this benchmark, or already running.
public final class Server implements AutoCloseable {
  /// The JVM options of `powow up`.
  public static final List<String> JVM =
      List.of(
          "-XX:+UseParallelGC",
          "-XX:NewSize=512m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final Duration START_TIMEOUT = Duration.ofMinutes(30);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int LAST_LINES = 20;

  private static final int MANAGEMENT = 10_000;
  private static final int HIGHEST_PORT = 65_535;

  private final URI url;
  private final @Nullable Launch launch;
  private @Nullable Running running;
  private Observed observed;

  private Server(URI url, @Nullable Launch launch, Observed observed) {
    this.url = url;
    this.launch = launch;
    this.observed = observed;
  }

  /// How to start a server.
  ///
  /// @param jar the jar of standalone
  /// @param folder for its data and its log output
  /// @param jvm options for its JVM
  /// @param settings more settings, each as `--name=value`
  public record Launch(Path jar, Path folder, List<String> jvm, List<String> settings) {
    private Process begin(URI url) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvm);
      command.add("-jar");
      command.add(jar.toString());
      command.add("--server.port=" + url.getPort());
      command.add("--powow.data=" + folder.resolve("data"));
      command.addAll(settings);
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
          .start();
    }

    private Path log() {
      return folder.resolve("server.log");
    }
  }

  /// A process that must be stopped at exit, even after Ctrl-C.
  private record Running(Process process, Thread atExit, double startSeconds) {}

  /// A running server. Without its process id, its CPU and memory are unknown.
  public static Server attach(URI url, OptionalLong pid) {
    return new Server(url, null, new Observed(pid));
  }

  /// Starts a server and waits until it is ready.
  ///
  /// @throws IOException with the end of its log output if it fails to start
  public static Server start(Launch launch) throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + freePort());
    Server server = new Server(url, launch, new Observed(OptionalLong.empty()));
    server.begin(launch);
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void begin(Launch how) throws IOException, InterruptedException {
    long before = System.nanoTime();
    Process process = how.begin(url);
    Thread atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
    running = new Running(process, atExit, 0);
    observed = new Observed(OptionalLong.of(process.pid()));
    try {
      awaitReady(process, how.log());
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
    running = new Running(process, atExit, (System.nanoTime() - before) / 1e9);
  }

  private void awaitReady(Process process, Path log) throws IOException, InterruptedException {
    HttpRequest ask = get("/actuator/health/readiness");
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() - deadline < 0) {
        try {
          if (http.send(ask, BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          // Not listening yet.
        }
        if (process.waitFor(POLL)) {
          throw new IOException("The server ended while starting:\n" + lastLines(log));
        }
      }
    }
    throw new IOException("The server was not ready in time:\n" + lastLines(log));
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /// Restarts it gracefully with the same data.
  ///
  /// @throws IllegalStateException if it was not started here
  public void restart() throws IOException, InterruptedException {
    if (launch == null) {
      throw new IllegalStateException(
          "Cannot restart a server that was not started by this benchmark");
    }
    close();
    begin(launch);
  }

  /// Whether it was started here, and can be restarted.
  public boolean isStartedHere() {
    return launch != null;
  }

  /// Prepares the data folder of a stopped server.
  public interface Preparation {
    void prepare(Path data) throws IOException;
  }

  /// Stops it gracefully, prepares its data, and starts it again.
  ///
  /// @throws IllegalStateException if it was not started here
  public void restart(Preparation preparation) throws IOException, InterruptedException {
    if (launch == null) {
      throw new IllegalStateException(
          "Cannot restart a server that was not started by this benchmark");
    }
    close();
    preparation.prepare(launch.folder().resolve("data"));
    begin(launch);
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT).build();
  }

  /// A metric of the server, for each value of a tag.
  ///
  /// @return empty if it has no such metric
  public Map<String, Double> metric(String name, String tag)
      throws IOException, InterruptedException {
    Map<String, Double> values = new TreeMap<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (JsonNode available : metric(http, name).path("availableTags")) {
        if (available.path("tag").asString().equals(tag)) {
          for (JsonNode value : available.path("values")) {
            String query = name + "?tag=" + tag + ":" + value.asString();
            JsonNode measured = metric(http, query).at("/measurements/0/value");
            if (measured.isNumber()) {
              values.put(value.asString(), measured.asDouble());
            }
          }
        }
      }
    }
    return values;
  }

  private JsonNode metric(HttpClient http, String query) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(management().resolve("/actuator/metrics/" + query))
                .timeout(TIMEOUT)
                .build(),
            BodyHandlers.ofString());
    return response.statusCode() == 200
        ? JsonMapper.shared().readTree(response.body())
        : JsonMapper.shared().missingNode();
  }

  /// The default management address.
  private URI management() {
    int apart = url.getPort() + MANAGEMENT > HIGHEST_PORT ? -MANAGEMENT : MANAGEMENT;
    return URI.create("http://127.0.0.1:" + (url.getPort() + apart));
  }

  public URI url() {
    return url;
  }

  public Observed observed() {
    return observed;
  }

  /// The time from process start to readiness, or 0 if it was not started here.
  public double startSeconds() {
    return running == null ? 0 : running.startSeconds;
  }

  /// Stops it gracefully if it was started here.
  @Override
  public void close() {
    Running last = running;
    if (last == null) {
      return;
    }
    running = null;
    last.process.destroy();
    boolean interrupted = Thread.interrupted();
    try {
      if (!last.process.waitFor(STOP_TIMEOUT)) {
        last.process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      last.process.destroyForcibly();
      interrupted = true;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(last.atExit);
    } catch (IllegalStateException e) {
      // The JVM is already shutting down, and the hook is running.
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
