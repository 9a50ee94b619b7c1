package info.powow.bench.jmh;

import info.powow.ops.MessageTrace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// All stamps of one message, as the log, the session and the push thread write them. The bar is 600
/// ns and no allocation.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageTraceBenchmark {
  private static final int CONVERSATIONS = 1_024;

  private final MessageTrace trace = new MessageTrace(MessageTrace.CAPACITY);
  private final String[] conversations = new String[CONVERSATIONS];
  private long sent;

  public MessageTraceBenchmark() {
    for (int i = 0; i < CONVERSATIONS; i++) {
      conversations[i] = SampleConversations.DIRECT.value() + i;
    }
  }

  @Benchmark
  public long message() {
    long number = sent++;
    String conversation = conversations[(int) number & (CONVERSATIONS - 1)];
    long read = System.nanoTime();
    trace.durable(conversation, number, number, read, read, System.nanoTime());
    trace.answered(conversation, number, read, System.nanoTime(), null);
    long taken = System.nanoTime();
    int slot = trace.made(conversation, number, number, taken, System.nanoTime(), 2);
    trace.flushed(slot, System.nanoTime());
    return slot;
  }
}
