package info.powow.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Observes a server's process from outside.
public final class Observed {
  private final OptionalLong pid;

  Observed(OptionalLong pid) {
    this.pid = pid;
  }

  /// The start or the end of a measured period.
  public final class Moment {
    private final long at = System.nanoTime();
    private final @Nullable ProcessReading server = server();
    private final long children = childrenCpuMillis();
    private final long generator = generatorCpuMillis();

    private Moment() {}

    public Usage until(Moment end) {
      ProcessReading before = server;
      ProcessReading after = end.server;
      boolean known = before != null && after != null;
      return new Usage(
          (end.at - at) / 1e9,
          before == null || after == null ? null : after.cpuMillis() - before.cpuMillis(),
          known ? Math.max(0, end.children - children) : null,
          end.generator - generator,
          after == null ? null : after.residentKb());
    }
  }

  /// Waits until a moment.
  ///
  /// @param nanos as [System#nanoTime()]
  public Moment at(long nanos) throws InterruptedException {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return now();
  }

  public Moment now() {
    return new Moment();
  }

  public boolean isKnown() {
    return pid.isPresent();
  }

  /// @return null if its process is not known
  public @Nullable ProcessReading server() {
    return pid.isPresent() ? ProcessReading.of(pid.getAsLong()) : null;
  }

  private long childrenCpuMillis() {
    if (pid.isEmpty()) {
      return 0;
    }
    return ProcessHandle.of(pid.getAsLong()).stream()
        .flatMap(ProcessHandle::descendants)
        .map(child -> ProcessReading.of(child.pid()))
        .mapToLong(reading -> reading == null ? 0 : reading.cpuMillis())
        .sum();
  }

  private static long generatorCpuMillis() {
    ProcessReading own = ProcessReading.of(ProcessHandle.current().pid());
    return own == null ? 0 : own.cpuMillis();
  }

  /// Queries the JVM. This starts a process, so it must be outside the measured period.
  ///
  /// @return null if its process is not known or does not answer
  public @Nullable JavaReading java() throws InterruptedException {
    String counters = jcmd("PerfCounter.print");
    return counters == null ? null : JavaReading.parse(counters);
  }

  /// Collects garbage and returns free memory to the system, so that the resident size is what is
  /// in use.
  public void collectGarbage() throws InterruptedException {
    jcmd("VM.set_flag", "MinHeapFreeRatio", "1");
    jcmd("VM.set_flag", "MaxHeapFreeRatio", "2");
    // Twice, because cleaners of dead objects may have kept others alive.
    jcmd("GC.run");
    jcmd("GC.run");
    jcmd("VM.set_flag", "MaxHeapFreeRatio", "70");
    jcmd("VM.set_flag", "MinHeapFreeRatio", "40");
  }

  private @Nullable String jcmd(String... command) throws InterruptedException {
    if (pid.isEmpty()) {
      return null;
    }
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    line.add(Long.toString(pid.getAsLong()));
    line.addAll(List.of(command));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String answer;
      try (InputStream out = process.getInputStream()) {
        answer = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
      return process.waitFor() == 0 ? answer : null;
    } catch (IOException e) {
      return null;
    }
  }
}
