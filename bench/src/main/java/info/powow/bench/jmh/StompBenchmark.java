package info.powow.bench.jmh;

import info.powow.domain.Accepted;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.json.WireEvent;
import info.powow.socket.conversation.Destinations;
import info.powow.socket.conversation.Request;
import info.powow.socket.stomp.ClientFrame;
import info.powow.socket.stomp.MessageHead;
import info.powow.socket.stomp.OutgoingMessage;
import info.powow.socket.stomp.ServerFrames;
import info.powow.socket.stomp.StompDecoder;
import info.powow.socket.stomp.StompVersion;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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

/// Parsing a SEND frame into a command, and encoding an event into a MESSAGE frame.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class StompBenchmark {
  private static final int FRAME_LIMIT = 256 << 10;

  private final byte[] body =
      """
      {"key":"5f1c2a90-0000-4000-8000-0123456789ab","text":"The bread is still warm, the market \
      opens at seven, and who comes along to the lake today?"}\
      """
          .getBytes(StandardCharsets.UTF_8);
  private final String destination =
      "/app/conversations/" + SampleConversations.DIRECT.value() + "/send";
  private final byte[] send = send(destination, body);
  private final StompDecoder reader = new StompDecoder(FRAME_LIMIT);
  private final MessageHead head =
      MessageHead.of(StompVersion.V1_2, "/user/queue/events", "events");
  private final byte[] wire =
      WireEvent.of(
          "MessageSent",
          1_234,
          new EventJson(EventTypes.ofPowow()).encode(SampleConversations.sent(1)));
  private final OutgoingMessage shared = new OutgoingMessage("e123456", wire);
  private final Accepted accepted = Accepted.at(SampleConversations.DIRECT, 1_234);

  private static byte[] send(String destination, byte[] body) {
    String frame =
        "SEND\ndestination:%s\nreceipt:t0000017fffffffff\ncontent-type:application/json\ncontent-length:%d\n\n%s\0"
            .formatted(destination, body.length, new String(body, StandardCharsets.UTF_8));
    return frame.getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public ClientFrame decodeFrame() {
    reader.feed(send);
    ClientFrame frame = Objects.requireNonNull(reader.next());
    reader.next();
    return frame;
  }

  @Benchmark
  public Request decodeCommand() {
    return Destinations.request(SampleConversations.ADA, destination, body);
  }

  @Benchmark
  public byte[] encodeFrame() {
    return new OutgoingMessage("e123456", wire).frame(head);
  }

  /// The cost of each further recipient.
  @Benchmark
  public byte[] encodedBefore() {
    return shared.frame(head);
  }

  @Benchmark
  public byte[] encodeReceipt() {
    return ServerFrames.receipt(StompVersion.V1_2, "t0000017fffffffff", accepted);
  }
}
