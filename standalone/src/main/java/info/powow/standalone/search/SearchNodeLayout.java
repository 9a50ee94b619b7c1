package info.powow.standalone.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder from which the search node runs: its jars in `lib`, its modules in `modules`.
record SearchNodeLayout(Path home) {
  /// Finds the layout where it is configured to be, or else where a build or a deployment leaves
  // it.
  ///
  /// @param configured the folder that was asked for, or null
  /// @param server the folder that holds the server's jar or classes
  static Optional<SearchNodeLayout> find(@Nullable Path configured, Path server) {
    Stream<Path> places =
        configured != null
            ? Stream.of(configured)
            : Stream.of(
                server.resolve("search-node"),
                server.resolve("../../search-node/target/search-node"));
    return places
        .map(place -> place.toAbsolutePath().normalize())
        .filter(place -> Files.isDirectory(place.resolve("lib")))
        .findFirst()
        .map(SearchNodeLayout::new);
  }

  /// The command that runs the node in a JVM as small as does the work. A lone C1 compiler and the
  // serial
  /// collector start it in half the time and leave the cores to the conversations.
  List<String> command(Path data, Path log, String heap) {
    return List.of(
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
