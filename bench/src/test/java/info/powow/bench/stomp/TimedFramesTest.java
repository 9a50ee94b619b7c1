package info.powow.bench.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.bench.load.TimedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TimedFramesTest {
  private static final long INTENDED = -1234567890123L;

  private final TimedMessage timed = new TimedMessage(100, 0x1234567890abcdefL);

  @Test
  void aTimedMessageIsAWholeSendFrame() {
    String sent = sent();
    assertThat(sent).startsWith("SEND\n").endsWith("\0");
    FrameView frame = frame(sent.substring(0, sent.length() - 1));
    assertThat(frame.header("destination")).isEqualTo("/app/conversations/d0123/send");
    assertThat(frame.header("receipt")).isEqualTo("tfffffee08e04fb35");
    assertThat(frame.header("content-type")).isEqualTo("application/json");
    assertThat(frame.header("content-length"))
        .isEqualTo(String.valueOf(frame.bodyText().getBytes(UTF_8).length));
    JsonNode body = JsonMapper.shared().readTree(frame.bodyText());
    assertThat(body.at("/text").asString())
        .hasSize(100)
        .startsWith("powow-t:fffffee08e04fb35/0003 ");
    assertThat(UUID.fromString(body.at("/key").asString()).version()).isEqualTo(4);
  }

  @Test
  void noTwoMessagesHaveTheSameKey() {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      keys.add(JsonMapper.shared().readTree(body(sent())).at("/key").asString());
    }
    assertThat(keys).hasSize(1000);
  }

  @Test
  void theTimeAndTheSenderComeBackWithTheEvent() {
    String event =
        "MESSAGE\nsubscription:events\n\n{\"type\":\"messageSent\",\"text\":%s,\"images\":[]}"
            .formatted(JsonMapper.shared().readTree(body(sent())).at("/text"));
    for (String around : new String[] {"", "RECEIPT\nreceipt-id:1\n\n\0"}) {
      byte[] bytes = (around + event + "\0").getBytes(UTF_8);
      FrameView frame = new FrameView().at(bytes, around.length(), bytes.length - 1);
      int mark = timed.find(frame);
      assertThat(TimedMessage.intended(frame, mark)).isEqualTo(INTENDED);
      assertThat(TimedMessage.member(frame, mark)).isEqualTo(3);
    }
  }

  @Test
  void theTimeIsFoundWhereItHasNotBeenBefore() {
    for (int after = 0; after < 50; after++) {
      FrameView frame =
          frame(
              "MESSAGE\n\n{\"text\":\"powow-t:00000000000000ff/0001 \"" + " ".repeat(after) + "}");
      assertThat(TimedMessage.intended(frame, timed.find(frame))).isEqualTo(255);
    }
  }

  @Test
  void otherEventsHaveNoTime() {
    assertThat(timed.find(frame("MESSAGE\n\n{\"type\":\"memberJoined\",\"powow\":1}")))
        .isNegative();
    assertThat(timed.find(frame("MESSAGE\n\n"))).isNegative();
  }

  /// The previous frame in the buffer may contain a mark at the expected position.
  @Test
  void theTimeOfTheFrameBeforeIsNotTaken() {
    FrameView first = frame("MESSAGE\n\n{\"text\":\"powow-t:00000000000000ff/0001 \"}");
    assertThat(timed.find(first)).isPositive();
    byte[] bytes = "MESSAGE\n\npowow-t:00000000000000ff/00\0MESSAGE\n\n{}\0".getBytes(UTF_8);
    int start = bytes.length - "MESSAGE\n\n{}\0".length();
    assertThat(timed.find(new FrameView().at(bytes, start, bytes.length - 1))).isNegative();
  }

  private static String body(String frame) {
    return frame.substring(frame.indexOf("\n\n") + 2, frame.length() - 1);
  }

  private String sent() {
    FrameWriter writer = new FrameWriter(1);
    timed.write(writer, "d0123".getBytes(UTF_8), 3, INTENDED);
    ByteBuf frame = writer.frame(UnpooledByteBufAllocator.DEFAULT);
    byte[] payload = new byte[frame.readableBytes() - 8];
    frame.getBytes(8, payload);
    for (int at = 0; at < payload.length; at++) {
      payload[at] ^= frame.getByte(4 + at % 4);
    }
    frame.release();
    return new String(payload, UTF_8);
  }

  private static FrameView frame(String text) {
    byte[] bytes = (text + "\0").getBytes(UTF_8);
    return new FrameView().at(bytes, 0, bytes.length - 1);
  }
}
