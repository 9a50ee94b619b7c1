package info.powow.bench.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private static final String MESSAGE =
      "MESSAGE\nsubscription:events\nmessage-id:1\n\n{\"text\":\"Grüße 👋\"}\0";

  private final List<String> seen = new ArrayList<>();

  @Test
  void findsSeveralFramesInOneMessageAndPassesOverHeartBeats() {
    read("\n" + MESSAGE + "\n\r\n" + "RECEIPT\nreceipt-id:r1\n\n\0\n");
    assertThat(seen).containsExactly(MESSAGE.replace("\0", ""), "RECEIPT\nreceipt-id:r1\n\n");
  }

  @Test
  void findsTheSameFramesWhereverTheyAreSplit() {
    byte[] all = ("\n" + MESSAGE + "\n" + MESSAGE).getBytes(UTF_8);
    for (int cut = 0; cut <= all.length; cut++) {
      seen.clear();
      FrameDecoder reader = new FrameDecoder();
      reader.read(all, 0, cut, new FrameView(), frame -> seen.add(frame.toString()));
      reader.read(all, cut, all.length, new FrameView(), frame -> seen.add(frame.toString()));
      assertThat(seen).containsExactly(MESSAGE.replace("\0", ""), MESSAGE.replace("\0", ""));
    }
  }

  @Test
  void aHeartBeatAloneIsNoFrame() {
    read("\n");
    assertThat(seen).isEmpty();
  }

  @Test
  void tellsTheCommandTheHeadersAndTheBody() {
    FrameView frame = frame("MESSAGE\nsubscription:events\nmessage-id:17\n\n{\"a\":1}");
    assertThat(frame.command()).isEqualTo(FrameView.Command.MESSAGE);
    assertThat(frame.header("subscription")).isEqualTo("events");
    assertThat(frame.header("message-id")).isEqualTo("17");
    assertThat(frame.header("id")).isNull();
    assertThat(frame.bodyText()).isEqualTo("{\"a\":1}");
  }

  @Test
  void looksForHeadersInTheHeadersOnly() {
    assertThat(frame("MESSAGE\na:1\n\nreceipt-id:9\n").header("receipt-id")).isNull();
    assertThat(frame("MESSAGE\n\nreceipt-id:9\n").header("receipt-id")).isNull();
  }

  @Test
  void theFirstOfEqualHeadersCounts() {
    assertThat(frame("MESSAGE\nfoo:first\nfoo:second\n\n").header("foo")).isEqualTo("first");
  }

  @Test
  void unescapesHeadersButNotThoseOfConnected() {
    assertThat(frame("ERROR\nmessage:a\\cb\\nc\\rd\\\\e\n\n").header("message"))
        .isEqualTo("a:b\nc\rd\\e");
    assertThat(frame("CONNECTED\nserver:a\\cb\n\n").header("server")).isEqualTo("a\\cb");
    assertThatThrownBy(() -> frame("ERROR\nmessage:a\\tb\n\n").header("message"))
        .isInstanceOf(MalformedFrame.class);
  }

  @Test
  void readsLinesThatEndWithCarriageReturnAndLineFeed() {
    FrameView frame = frame("RECEIPT\r\nreceipt-id:r2\r\nposition:5\r\n\r\nbody");
    assertThat(frame.header("receipt-id")).isEqualTo("r2");
    assertThat(frame.header("position")).isEqualTo("5");
    assertThat(frame.bodyText()).isEqualTo("body");
  }

  @Test
  void findsAZeroAtEveryPlace() {
    for (int length = 1; length < 40; length++) {
      for (int zero = 0; zero < length; zero++) {
        byte[] bytes = "\u0001".repeat(length).getBytes(UTF_8);
        bytes[zero] = 0;
        assertThat(Bytes.indexOfZero(bytes, 0, length)).isEqualTo(zero);
        assertThat(Bytes.indexOfZero(bytes, 0, zero)).isEqualTo(zero);
      }
    }
  }

  private void read(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    new FrameDecoder()
        .read(bytes, 0, bytes.length, new FrameView(), frame -> seen.add(frame.toString()));
  }

  private static FrameView frame(String text) {
    byte[] bytes = (text + "\0").getBytes(UTF_8);
    return new FrameView().at(bytes, 0, bytes.length - 1);
  }
}
