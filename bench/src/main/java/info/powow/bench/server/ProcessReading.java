package info.powow.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The resources of a process at one moment, from /proc.
///
/// @param cpuMillis user and system time since its start, in steps of 10 ms
/// @param residentKb resident memory
public record ProcessReading(long cpuMillis, long residentKb) {
  /// USER_HZ: 100 on every architecture that Java runs on.
  private static final long MILLIS_PER_TICK = 10;

  /// @return null if there is no /proc, or no such process
  static @Nullable ProcessReading of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      return new ProcessReading(
          cpuMillis(Files.readString(process.resolve("stat"))),
          residentKb(Files.readAllLines(process.resolve("status"))));
    } catch (IOException e) {
      return null;
    }
  }

  /// Fields 14 and 15 of proc_pid_stat(5). The second field is a name in brackets that may contain
  /// anything.
  static long cpuMillis(String stat) {
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) * MILLIS_PER_TICK;
  }

  static long residentKb(List<String> status) {
    for (String line : status) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }
}
