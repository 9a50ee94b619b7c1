package info.powow.standalone.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of the search node: jars in `lib`, modules in `modules`.
record SearchNodeLayout(Path home) {
  private static final Path NICE = Path.of("/usr/bin/nice");

  /// Returns the configured folder, or the one of a deployment or a build. It need not exist.
  ///
  /// @param configured the configured folder, or null
  /// @param server the folder of the server's jar
  static SearchNodeLayout find(@Nullable Path configured, Path server) {
    Path deployed = server.resolve("search-node");
    Path built = server.resolve("../../search-node/target/search-node");
    Path home = Stream.of(deployed, built).filter(Files::isDirectory).findFirst().orElse(deployed);
    return new SearchNodeLayout(
        (configured == null ? home : configured).toAbsolutePath().normalize());
  }

  boolean exists() {
    return Files.isDirectory(home.resolve("lib"));
  }

  /// The command that runs the node in a minimal JVM. With C1 only and the serial collector, it
  /// starts in half the time and leaves the cores to chat.
  List<String> command(Path data, Path log, String heap) {
    return Stream.concat(politely(), jvm(data, log, heap)).toList();
  }

  /// Lowers its priority, so that chat comes before indexing when the processor is busy.
  private static Stream<String> politely() {
    return Files.isExecutable(NICE) ? Stream.of(NICE.toString(), "-n", "10") : Stream.of();
  }

  private Stream<String> jvm(Path data, Path log, String heap) {
    return Stream.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms64m",
        "-Xmx" + heap,
        "-XX:MaxDirectMemorySize=64m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseCompactObjectHeaders",
        "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dlog4j2.disable.jmx=true",
        "-Dpowow.search.log=" + log,
        "-cp",
        home.resolve("lib").resolve("*").toString(),
        "info.powow.searchnode.SearchNode",
        home.toString(),
        data.toString());
  }
}
