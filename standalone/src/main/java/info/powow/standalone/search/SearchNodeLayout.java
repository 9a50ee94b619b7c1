package info.powow.standalone.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder from which the search node runs: its jars in `lib`, its modules in `modules`.
record SearchNodeLayout(Path home) {
  private static final Path NICE = Path.of("/usr/bin/nice");

  /// The layout where it is configured to be, or else where a deployment or a build leaves it. It
  /// need not be there.
  ///
  /// @param configured the folder that was asked for, or null
  /// @param server the folder that holds the server's jar
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

  /// The command that runs the node in a JVM as small as does the work. A lone C1 compiler and the
  /// serial collector start it in half the time and leave the cores to the conversations.
  List<String> command(Path data, Path log, String heap) {
    return Stream.concat(politely(), jvm(data, log, heap)).toList();
  }

  /// When there is too little of the processor for all, those who chat come before the index.
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
