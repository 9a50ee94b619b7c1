package info.powow.projection.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A search node for a test, stopped with it.
public final class RunningSearchNode implements AutoCloseable {
  private static final Path LAYOUT =
      Path.of("../search-node/target/search-node").toAbsolutePath().normalize();

  private static final String SECRET = "the-secret-of-a-test";

  private final Process process;
  private final URI address;

  private RunningSearchNode(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  public static RunningSearchNode start(Path data) throws IOException {
    if (!Files.isDirectory(LAYOUT.resolve("lib"))) {
      throw new AssertionError("build search-node first: there is nothing in " + LAYOUT);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dpowow.search.log=" + data.resolve("search.log"),
                "-cp",
                LAYOUT.resolve("lib").resolve("*").toString(),
                "info.powow.searchnode.SearchNode",
                LAYOUT.toString(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Writer input = process.outputWriter();
    input.write(SECRET + "\n");
    input.flush();
    BufferedReader output = process.inputReader();
    @Nullable String line = output.readLine();
    if (line == null || !line.startsWith("READY ")) {
      throw new AssertionError("the search node did not start; see " + data.resolve("search.log"));
    }
    return new RunningSearchNode(process, URI.create("http://" + line.substring(6)));
  }

  public URI address() {
    return address;
  }

  public SearchCredentials credentials() {
    return new SearchCredentials(SearchCredentials.EMBEDDED_USER, SECRET);
  }

  /// Kills it without a warning.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    process.onExit().join();
  }
}
