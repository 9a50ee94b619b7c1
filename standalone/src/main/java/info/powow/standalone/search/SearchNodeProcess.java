package info.powow.standalone.search;

import info.powow.projection.search.SearchCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run of the search node.
///
/// On its standard output, the node writes a line `READY <address>:<port>`, and whatever a crashing
/// JVM prints, of which the last lines are kept. It ends when its standard input is closed, which
/// the operating system does when this process dies.
final class SearchNodeProcess {
  private static final Duration TIME_TO_START = Duration.ofSeconds(120);
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(15);
  private static final String READY = "READY ";
  private static final int LAST_LINES = 5;

  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Process process;
  private final SearchCredentials credentials;
  private final BufferedReader output;
  private final Deque<String> lastLines = new ArrayDeque<>();

  private SearchNodeProcess(Process process, SearchCredentials credentials) {
    this.process = process;
    this.credentials = credentials;
    this.output = process.inputReader();
  }

  /// Starts a node with a new secret, which is passed on its standard input because other users of
  /// the machine can read command lines.
  static SearchNodeProcess start(List<String> command) throws IOException {
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      Writer input = process.outputWriter();
      input.write(secret + "\n");
      input.flush();
    } catch (IOException ended) {
      // The output says why.
    }
    return new SearchNodeProcess(
        process, new SearchCredentials(SearchCredentials.EMBEDDED_USER, secret));
  }

  /// The credentials that the node requires.
  SearchCredentials credentials() {
    return credentials;
  }

  long pid() {
    return process.pid();
  }

  /// Waits until the node serves requests and returns its address; empty if it ended, or was too
  /// slow and was killed.
  Optional<URI> awaitReady() throws IOException {
    CompletableFuture<?> tooSlow =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(TIME_TO_START.toSeconds(), TimeUnit.SECONDS));
    try {
      String line = readLine();
      while (line != null && !line.startsWith(READY)) {
        line = readLine();
      }
      return Optional.ofNullable(line)
          .map(ready -> URI.create("http://" + ready.substring(READY.length()).strip()));
    } finally {
      tooSlow.cancel(false);
    }
  }

  /// Waits until the node has ended, and returns what is known about the reason.
  String awaitEnd() throws IOException, InterruptedException {
    while (readLine() != null) {
      // Only the last lines matter, and readLine keeps them.
    }
    int code = process.waitFor();
    return lastLines.isEmpty()
        ? "it ended with code " + code
        : "it ended with code " + code + ", saying: " + String.join(" | ", lastLines);
  }

  void stop() {
    try {
      process.outputWriter().close();
      if (process.waitFor(TIME_TO_STOP)) {
        return;
      }
    } catch (IOException alreadyClosed) {
      // It is ending already, or has to be killed.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private @Nullable String readLine() throws IOException {
    String line = output.readLine();
    if (line != null && !line.isBlank() && !line.startsWith(READY)) {
      if (lastLines.size() == LAST_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line.strip());
    }
    return line;
  }
}
