package info.powow.standalone.e2e;

import info.powow.standalone.cluster.ImageWithoutDocker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/// A Powow that runs as its own process, from the image that is shipped, as an operator runs it.
final class PowowProcess implements AutoCloseable {
  private static final Path SEARCH_NODE =
      Path.of(System.getProperty("powow.search.node", "../search-node/target/search-node"))
          .toAbsolutePath()
          .normalize();
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  /// The key of the issuer under test: tests make tokens with it that no sound issuer would make.
  static final byte[] TOKEN_SECRET =
      "a secret that everybody may know, for tests".getBytes(StandardCharsets.UTF_8);

  private final Path data;
  private final Path log;
  private final int port;
  private final int managementPort;
  private final List<String> options;
  private Process process;

  private PowowProcess(Path data, Path log, int port, int managementPort, String... options)
      throws IOException, InterruptedException {
    this.data = data;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
    this.options = List.of(options);
    this.process = launch();
  }

  /// Starts a server on a free port and waits until it is ready.
  ///
  /// @param folder where its data and its output are kept
  /// @param options more of what is said after `-jar`
  static PowowProcess start(Path folder, String... options)
      throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path log = folder.resolve("server.log");
    PowowProcess powow = new PowowProcess(data, log, freePort(), freePort(), options);
    powow.awaitReady();
    return powow;
  }

  private Process launch() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Quick to start rather than quick for hours.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx768m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(ImageWithoutDocker.ofStandalone().application());
    command.addAll(
        List.of(
            "--server.port=" + port,
            "--management.server.port=" + managementPort,
            "--powow.data=" + data,
            "--powow.search.node=" + SEARCH_NODE,
            "--powow.accounts.password-strength=4",
            "--powow.accounts.max-sign-ups=1000000",
            // Tests are faster than people.
            "--powow.limits.scale=1000000",
            "--powow.replays.nice=0",
            "--powow.socket.sends-per-second=1000000",
            "--powow.socket.send-burst=1000000",
            "--powow.tokens.secret=" + Base64.getEncoder().encodeToString(TOKEN_SECRET)));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI http() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// Where operators ask.
  URI management() {
    return URI.create("http://127.0.0.1:" + managementPort);
  }

  URI socket() {
    return URI.create("ws://127.0.0.1:" + port + "/ws");
  }

  int port() {
    return port;
  }

  /// The TCP ports that the server and its search node listen on.
  SortedSet<Integer> listeningPorts() throws IOException {
    return ListeningPorts.of(process.toHandle());
  }

  Path data() {
    return data;
  }

  /// Waits until the server says that it serves.
  ///
  /// @throws IOException when it ends first; the message has what it printed last
  void awaitReady() throws IOException, InterruptedException {
    HttpRequest readiness =
        HttpRequest.newBuilder(http().resolve("/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long end = System.nanoTime() + TIMEOUT.toNanos();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (process.isAlive() && System.nanoTime() < end) {
        try {
          if (http.send(readiness, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException _) {
          // Not listening yet.
        }
        // There is no signal across processes to wait for, other than asking.
        boolean unused = process.waitFor(20, TimeUnit.MILLISECONDS);
      }
    }
    process.destroyForcibly();
    throw new IOException("Powow did not become ready:\n" + lastOutput());
  }

  /// What the heap holds after a collection, in bytes: what is really in use.
  long heapInUse() throws IOException, InterruptedException {
    jcmd("GC.run");
    long used = 0;
    for (String line : jcmd("PerfCounter.print").lines().toList()) {
      if (line.matches("sun\\.gc\\.generation\\.\\d+\\.space\\.\\d+\\.used=\\d+")) {
        used += Long.parseLong(line.substring(line.indexOf('=') + 1));
      }
    }
    return used;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process asking =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (asking.waitFor() != 0) {
      throw new IOException("jcmd " + command + ": " + answer);
    }
    return answer;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Ends the process as `kill -9` does: at whatever it is doing.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    int unused = process.waitFor();
  }

  /// Asks the process to end, as an operator does.
  void stop() throws InterruptedException, IOException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      kill();
      throw new IOException("Powow does not stop within a minute:\n" + lastOutput());
    }
  }

  /// Starts it again on the same port and data, and waits for nothing.
  void launchAgain() throws IOException, InterruptedException {
    process = launch();
  }

  /// Starts it again on the same port and data, until it is ready.
  void restart() throws IOException, InterruptedException {
    launchAgain();
    awaitReady();
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String lastOutput() {
    List<String> lines = output().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
