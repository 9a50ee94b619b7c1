package info.powow.bench.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {
  private final FrameWriter writer = new FrameWriter(1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 125, 126, 4_000, 65_535, 65_536, 100_000})
  void whatIsWrittenIsMaskedAndComesBack(int length) {
    String text = "ä".repeat(length / 2) + "x".repeat(length % 2);
    byte[] frame = written(writer.text().add(text));
    assertThat(frame[0] & 0xff).isEqualTo(0x81);
    assertThat(frame[1] & 0x80).isEqualTo(0x80);
    assertThat(unmasked(frame)).isEqualTo(text);
  }

  @Test
  void everyFrameHasAnotherMask() {
    byte[] one = written(writer.text().add("the same text"));
    byte[] other = written(writer.text().add("the same text"));
    assertThat(one).isNotEqualTo(other);
    assertThat(unmasked(one)).isEqualTo(unmasked(other));
  }

  @Test
  void escapesHeaders() {
    byte[] frame = written(writer.text().header("resume", "{\"a\":1}\n\\\r"));
    assertThat(unmasked(frame)).isEqualTo("resume:{\"a\"\\c1}\\n\\\\\\r\n");
  }

  @Test
  void numbersComeBackFromTheirDigits() {
    for (long number : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x123456789abcdefL}) {
      byte[] digits = unmasked(written(writer.text().addHex(number, Hex.DIGITS))).getBytes(UTF_8);
      assertThat(digits).hasSize(Hex.DIGITS);
      assertThat(Hex.parse(digits, 0)).isEqualTo(number);
    }
  }

  private static byte[] written(FrameWriter written) {
    ByteBuf frame = written.frame(UnpooledByteBufAllocator.DEFAULT);
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    frame.release();
    return bytes;
  }

  private static String unmasked(byte[] frame) {
    int header =
        2
            + switch (frame[1] & 0x7f) {
              case 126 -> 2;
              case 127 -> 8;
              default -> 0;
            };
    byte[] payload = new byte[frame.length - header - 4];
    for (int at = 0; at < payload.length; at++) {
      payload[at] = (byte) (frame[header + 4 + at] ^ frame[header + at % 4]);
    }
    return new String(payload, UTF_8);
  }
}
