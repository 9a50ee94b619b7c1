package info.powow.bench.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory of the tested JVM, from its performance counters.
///
/// @param collections the number of garbage collection pauses
/// @param pausedMillis their total duration
/// @param heapUsedKb the used heap after the last collection or region allocation
public record JavaReading(long collections, double pausedMillis, long heapUsedKb) {
  private static final Pattern COUNTER = Pattern.compile("(?m)^\\s*([\\w.]+)=(\\d+)\\s*$");
  private static final Pattern COLLECTIONS =
      Pattern.compile("sun\\.gc\\.collector\\.\\d+\\.invocations");
  private static final Pattern TIME = Pattern.compile("sun\\.gc\\.collector\\.\\d+\\.time");
  private static final Pattern USED =
      Pattern.compile("sun\\.gc\\.generation\\.\\d+\\.space\\.\\d+\\.used");

  /// @param counters the output of `jcmd <pid> PerfCounter.print`
  static JavaReading parse(String counters) {
    long collections = 0;
    long ticks = 0;
    long ticksPerSecond = 1_000_000_000;
    long used = 0;
    Matcher counter = COUNTER.matcher(counters);
    while (counter.find()) {
      String name = counter.group(1);
      long value = Long.parseLong(counter.group(2));
      if (name.equals("sun.os.hrt.frequency")) {
        ticksPerSecond = value;
      } else if (COLLECTIONS.matcher(name).matches()) {
        collections += value;
      } else if (TIME.matcher(name).matches()) {
        ticks += value;
      } else if (USED.matcher(name).matches()) {
        used += value;
      }
    }
    return new JavaReading(collections, ticks * 1e3 / ticksPerSecond, used / 1024);
  }
}
