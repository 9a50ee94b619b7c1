package info.powow.bench.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketReaderTest {
  private final List<String> seen = new ArrayList<>();
  private final WebSocketReader.Sink sink =
      new WebSocketReader.Sink() {
        @Override
        public void text(byte[] bytes, int from, int to) {
          seen.add(new String(bytes, from, to - from, UTF_8));
        }

        @Override
        public void ping(byte[] bytes, int from, int to) {
          seen.add("ping " + new String(bytes, from, to - from, UTF_8));
        }

        @Override
        public void close(int code) {
          seen.add("close " + code);
        }
      };

  @Test
  void findsSeveralMessagesInOneRead() {
    read(bytes(frame(0x81, "one"), frame(0x81, ""), frame(0x81, "three")));
    assertThat(seen).containsExactly("one", "", "three");
  }

  @Test
  void findsTheSameMessagesWhereverTheReadsAreCut() {
    String middle = "m".repeat(300);
    byte[] all =
        bytes(frame(0x81, "first ✓"), frame(0x81, middle), frame(0x89, "p"), frame(0x81, "x"));
    for (int cut = 0; cut <= all.length; cut++) {
      for (int second = cut; second <= all.length; second += 7) {
        seen.clear();
        WebSocketReader reader = new WebSocketReader();
        reader.read(all, 0, cut, sink);
        reader.read(all, cut, second, sink);
        reader.read(all, second, all.length, sink);
        assertThat(seen).containsExactly("first ✓", middle, "ping p", "x");
      }
    }
  }

  @Test
  void findsMessagesThatComeByteByByte() {
    String large = "l".repeat(70_000);
    byte[] all = bytes(frame(0x81, large), frame(0x81, "after"));
    WebSocketReader reader = new WebSocketReader();
    for (int at = 0; at < all.length; at++) {
      reader.read(all, at, at + 1, sink);
    }
    assertThat(seen).containsExactly(large, "after");
  }

  @Test
  void putsFragmentsTogetherWithAPingBetween() {
    read(
        bytes(
            frame(0x01, "one "),
            frame(0x89, "still there?"),
            frame(0x00, "two "),
            frame(0x80, "three"),
            frame(0x81, "next")));
    assertThat(seen).containsExactly("ping still there?", "one two three", "next");
  }

  @Test
  void tellsWhyTheServerCloses() {
    read(bytes(new byte[] {(byte) 0x88, 2, 1008 >> 8, (byte) 1008}, frame(0x88, "")));
    assertThat(seen).containsExactly("close 1008", "close 1005");
  }

  @Test
  void refusesWhatAServerMayNotSend() {
    assertThatThrownBy(() -> read(new byte[] {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0}))
        .isInstanceOf(MalformedFrame.class)
        .hasMessageContaining("masked");
    assertThatThrownBy(() -> read(frame(0xC1, "compressed"))).isInstanceOf(MalformedFrame.class);
    assertThatThrownBy(() -> read(frame(0x80, "continued"))).isInstanceOf(MalformedFrame.class);
    assertThatThrownBy(() -> read(frame(0x83, "reserved"))).isInstanceOf(MalformedFrame.class);
    assertThatThrownBy(() -> read(bytes(frame(0x01, "one"), frame(0x81, "other"))))
        .isInstanceOf(MalformedFrame.class);
  }

  @Test
  void refusesAMessageOfAnAbsurdLength() {
    byte[] header = {(byte) 0x81, 127, -1, 0, 0, 0, 0, 0, 0, 0};
    assertThatThrownBy(() -> read(header)).isInstanceOf(MalformedFrame.class);
  }

  private void read(byte[] bytes) {
    new WebSocketReader().read(bytes, 0, bytes.length, sink);
  }

  private static byte[] frame(int first, String text) {
    byte[] payload = text.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(payload.length);
    } else if (payload.length < 65_536) {
      out.write(126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >> shift));
      }
    }
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
