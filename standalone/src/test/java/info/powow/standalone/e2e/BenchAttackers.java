package info.powow.standalone.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// The attackers of `powow bench attacks`, as a separate process.
final class BenchAttackers implements AutoCloseable {
  private static final Path JAR =
      Path.of(System.getProperty("powow.bench.jar", "../bench/target/bench.jar")).toAbsolutePath();
  private static final int ANSWER_MINUTES = 2;

  static final List<String> ALL =
      List.of(
          "large-bodies",
          "slow-bodies",
          "sign-ins",
          "half-uploads",
          "half-requests",
          "endless-heads",
          "unread-pongs",
          "long-ids",
          "block-gifs",
          "unread-answers",
          "searches");

  private final Process process;
  private final BufferedReader in;
  private final PrintStream out;

  private BenchAttackers(Process process) {
    this.process = process;
    this.in = process.inputReader(StandardCharsets.UTF_8);
    this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /// Starts them, and waits until they are prepared.
  ///
  /// @param groups the number of groups of a person who then searches
  static BenchAttackers start(URI server, int groups) throws Exception {
    if (!Files.exists(JAR)) {
      throw new IOException(JAR + " is missing: 'mvn package' makes it");
    }
    BenchAttackers attackers =
        new BenchAttackers(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    JAR.toString(),
                    "info.powow.bench.attack.Attackers",
                    server.toString(),
                    Integer.toString(groups))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    try {
      if (!"ready".equals(attackers.line().get(ANSWER_MINUTES, TimeUnit.MINUTES))) {
        throw new IOException("the attackers could not prepare");
      }
      return attackers;
    } catch (Exception e) {
      attackers.close();
      throw e;
    }
  }

  /// Runs all attacks at once.
  ///
  /// @return completes at the end, with the number of answers by kind for each attack
  CompletableFuture<JsonNode> attack(int seconds) {
    out.println(seconds + " " + String.join(" ", ALL));
    return line().thenApply(TestPeople.JSON::readTree);
  }

  private CompletableFuture<String> line() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return String.valueOf(in.readLine());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
