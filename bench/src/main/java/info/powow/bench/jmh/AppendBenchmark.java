package info.powow.bench.jmh;

import info.powow.bench.server.Checkout;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Durable appends: alone, and many that share an fsync.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class AppendBenchmark {
  private static final int STREAMS = 512;
  private static final int FEW = 64;
  private static final int MANY = 1_024;

  private final byte[] payload =
      new EventJson(EventTypes.ofPowow()).encode(SampleConversations.sent(1));
  private final long[] sequences = new long[STREAMS];
  private final Path folder;
  private final EventLog log;
  private long number;

  public AppendBenchmark() {
    try {
      folder = Files.createTempDirectory(Checkout.besideTheJar(), "powow-append-");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    log = EventLog.open(EventLogOptions.in(folder));
  }

  @TearDown
  public void close() throws IOException {
    log.close();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  @Benchmark
  public long alone() {
    return append().join();
  }

  /// The time per append with 64 in progress.
  @Benchmark
  @OperationsPerInvocation(FEW)
  public long sixtyFourTogether() {
    return together(FEW);
  }

  /// The time per append with 1,024 in progress.
  @Benchmark
  @OperationsPerInvocation(MANY)
  public long aThousandTogether() {
    return together(MANY);
  }

  private long together(int count) {
    CompletableFuture<Long> last = append();
    for (int i = 1; i < count; i++) {
      last = append();
    }
    return last.join();
  }

  private CompletableFuture<Long> append() {
    long n = number++;
    int stream = (int) (n % STREAMS);
    Entry entry =
        Entry.of(
                "d%032x".formatted(stream),
                "Conversation",
                sequences[stream]++,
                "00000000-0000-4000-8000-%012x".formatted(n),
                Instant.now(),
                "MessageSent",
                EventTypes.FIRST_REVISION,
                payload,
                new byte[0])
            .withKey("ada " + n);
    return log.append(List.of(entry));
  }
}
