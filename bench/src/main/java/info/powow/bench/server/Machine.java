package info.powow.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The machine, which is needed to interpret figures.
///
/// @param fdatasyncMillis the time to persist a small append: the minimum time of an
///     acknowledgement
/// @param load the load average before the measurement
public record Machine(
    int cores,
    String processor,
    long memoryMb,
    String kernel,
    String java,
    double fdatasyncMillis,
    double load) {
  private static final int SYNCS = 200;
  private static final int WARM_UP_SYNCS = 20;

  /// @param folder on the disk of the server's data
  public static Machine here(Path folder) throws IOException {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        valueOf("/proc/cpuinfo", "model name"),
        megabytes(valueOf("/proc/meminfo", "MemTotal")),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        fdatasyncMillis(folder),
        loadAverage());
  }

  private static double fdatasyncMillis(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "fdatasync", ".tmp");
    long[] nanos = new long[SYNCS];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.allocate(256);
      for (int i = -WARM_UP_SYNCS; i < SYNCS; i++) {
        channel.write(bytes.clear());
        long before = System.nanoTime();
        channel.force(false);
        if (i >= 0) {
          nanos[i] = System.nanoTime() - before;
        }
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(nanos);
    return Math.round(nanos[SYNCS / 2] / 1e3) / 1e3;
  }

  private static String valueOf(String file, String name) throws IOException {
    if (!Files.exists(Path.of(file))) {
      return "unknown";
    }
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(name)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "unknown";
  }

  private static long megabytes(String kilobytes) {
    String digits = kilobytes.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) / 1024;
  }

  /// The load average of the last minute; -1 if unknown.
  public static double loadAverage() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.exists(file) ? Double.parseDouble(Files.readString(file).split(" ")[0]) : -1;
  }
}
