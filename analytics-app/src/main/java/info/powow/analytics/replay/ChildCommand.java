package info.powow.analytics.replay;

import info.powow.analytics.replay.child.ReplayChild;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the command line of a replay child.
public final class ChildCommand {
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final String LOADER = "org.springframework.boot.loader.launch.PropertiesLauncher";

  private final long heapMegabytes;
  private final int nice;
  private final List<String> options;

  /// @param nice lowers the priority of the process when the processor is busy, see nice(1)
  /// @param options further options of the JVM
  public ChildCommand(long heapMegabytes, int nice, List<String> options) {
    this.heapMegabytes = heapMegabytes;
    this.nice = nice;
    this.options = List.copyOf(options);
  }

  List<String> in(Path folder) {
    List<String> command = new ArrayList<>();
    if (nice > 0 && Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", Integer.toString(nice)));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heapMegabytes + "m",
            "-XX:MaxDirectMemorySize=32m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+DisableAttachMechanism",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            // Files that RocksDB unpacks are deleted with the folder.
            "-Djava.io.tmpdir=" + folder,
            "-Duser.timezone=UTC",
            "-Duser.language=en",
            "-cp",
            classPath()));
    command.addAll(command.size() - 2, options);
    if (isInApplicationJar()) {
      command.addAll(List.of("-Dloader.main=" + ReplayChild.class.getName(), LOADER));
    } else {
      command.add(ReplayChild.class.getName());
    }
    command.add(folder.toString());
    return command;
  }

  /// Absolute paths, because the child has another working folder.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Whether this process runs from a jar that contains jars, as Spring Boot builds it.
  private static boolean isInApplicationJar() {
    return ReplayChild.class
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .toString()
        .contains("!");
  }
}
