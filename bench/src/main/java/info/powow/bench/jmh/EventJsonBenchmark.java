package info.powow.bench.jmh;

import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.json.WireEvent;
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

/// An event is encoded once, decoded by each projection, and sent as stored.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EventJsonBenchmark {
  private static final String TYPE = "MessageSent";

  private final EventJson json = new EventJson(EventTypes.ofPowow());
  private final MessageSent event = SampleConversations.sent(1);
  private final byte[] stored = json.encode(event);
  private long position;

  @Benchmark
  public byte[] encode() {
    return json.encode(event);
  }

  @Benchmark
  public Object decode() {
    return json.decode(TYPE, stored);
  }

  @Benchmark
  public byte[] onTheWire() {
    return WireEvent.of(TYPE, position++, stored);
  }
}
