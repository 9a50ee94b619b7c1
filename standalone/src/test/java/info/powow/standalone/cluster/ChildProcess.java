package info.powow.standalone.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of the cluster that can be killed, stopped, and restarted.
final class ChildProcess {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final Guardian guardian;
  private Process process;

  private ChildProcess(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      Guardian guardian)
      throws IOException {
    this.name = name;
    this.command = command;
    this.environment = environment;
    this.log = log;
    this.guardian = guardian;
    this.process = launch();
  }

  /// @param folder for its output
  static ChildProcess start(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      Guardian guardian)
      throws IOException {
    return new ChildProcess(name, command, environment, folder.resolve(name + ".log"), guardian);
  }

  private Process launch() throws IOException {
    // Output of an earlier run is kept, but must not be taken for a sign of this one.
    if (Files.exists(log)) {
      Files.move(log, log.resolveSibling(name + "-until-" + System.currentTimeMillis() + ".log"));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File(log.toString()));
    builder.environment().putAll(environment);
    Process launched = builder.start();
    guardian.began(launched);
    return launched;
  }

  String name() {
    return name;
  }

  /// Kills it as `kill -9` does.
  void kill() throws IOException, InterruptedException {
    process.destroyForcibly();
    int unused = process.waitFor();
    guardian.ended(process);
  }

  /// Stops it with SIGTERM.
  void stop() throws IOException, InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    kill();
    if (!ended) {
      throw new IOException(name + " does not stop within a minute:\n" + lastOutput());
    }
  }

  void launchAgain() throws IOException {
    process = launch();
  }

  /// A condition observed from outside.
  interface Sign {
    /// @throws IOException also if the condition cannot be observed yet
    boolean isThere() throws IOException, InterruptedException;
  }

  /// Polls until the condition holds, because there is no signal across processes.
  ///
  /// @throws IOException if the process ends first; the message has its last output
  void await(Sign sign) throws IOException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        if (sign.isThere()) {
          return;
        }
      } catch (IOException _) {
        // Not yet.
      }
      boolean unused = process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    throw new IOException(
        "%s %s:%n%s"
            .formatted(name, process.isAlive() ? "gives no sign" : "has ended", lastOutput()));
  }

  /// The rest of the READY line, which the embedded stores print when they are ready.
  String awaitReadyLine() throws IOException, InterruptedException {
    await(() -> output().stream().anyMatch(line -> line.startsWith("READY ")));
    return output().stream()
        .filter(line -> line.startsWith("READY "))
        .map(line -> line.substring("READY ".length()))
        .findFirst()
        .orElseThrow();
  }

  private List<String> output() throws IOException {
    return Files.readAllLines(log);
  }

  private String lastOutput() throws IOException {
    List<String> lines = output();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }
}
