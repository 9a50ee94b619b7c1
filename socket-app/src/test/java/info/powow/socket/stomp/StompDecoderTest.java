package info.powow.socket.stomp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StompDecoderTest {
  private final StompDecoder reader = new StompDecoder(1_000);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private ClientFrame read(String text) {
    reader.feed(bytes(text));
    return requireNonNull(reader.next());
  }

  private static String body(ClientFrame frame) {
    return new String(frame.body(), StandardCharsets.UTF_8);
  }

  private void assertBreach(String text) {
    reader.feed(bytes(text));
    assertThatThrownBy(reader::next).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void aFrameHasACommandHeadersAndABody() {
    ClientFrame frame = read("SEND\ndestination:/app/x\nreceipt:r1\n\nHello\0");
    assertThat(frame.command()).isEqualTo(ClientCommand.SEND);
    assertThat(frame.header("destination")).isEqualTo("/app/x");
    assertThat(frame.receipt()).isEqualTo("r1");
    assertThat(frame.header("other")).isNull();
    assertThat(body(frame)).isEqualTo("Hello");
    assertThat(reader.next()).isNull();
    assertThat(reader.isEmpty()).isTrue();
  }

  @Test
  void linesMayEndWithCarriageReturnAndLineFeed() {
    ClientFrame frame = read("SUBSCRIBE\r\nid:1\r\ndestination:/x\r\n\r\n\0\r\n");
    assertThat(frame.command()).isEqualTo(ClientCommand.SUBSCRIBE);
    assertThat(frame.header("destination")).isEqualTo("/x");
    assertThat(reader.next()).isNull();
  }

  @Test
  void endOfLinesBetweenFramesAreHeartBeats() {
    reader.feed(bytes("\n\r\n\n"));
    assertThat(reader.next()).isNull();
    assertThat(reader.isEmpty()).isTrue();
    assertThat(body(read("\n\nSEND\n\na\0\n\n"))).isEqualTo("a");
    assertThat(reader.next()).isNull();
  }

  @Test
  void oneMessageMayHoldSeveralFrames() {
    reader.feed(bytes("SEND\n\n1\0\nSEND\n\n2\0SEND\n\n3\0"));
    List<String> bodies = new ArrayList<>();
    for (ClientFrame frame = reader.next(); frame != null; frame = reader.next()) {
      bodies.add(body(frame));
    }
    assertThat(bodies).containsExactly("1", "2", "3");
  }

  @Test
  void aBodyWithContentLengthMayHoldNul() {
    ClientFrame frame = read("SEND\ncontent-length:3\n\na\0b\0");
    assertThat(frame.body()).containsExactly('a', 0, 'b');
  }

  @Test
  void ofARepeatedHeaderTheFirstCounts() {
    assertThat(read("SEND\na:1\na:2\n\n\0").header("a")).isEqualTo("1");
  }

  @Test
  void headersAreUnescapedAsTheVersionSays() {
    reader.speak(StompVersion.V1_2);
    assertThat(read("SEND\na\\cb:\\n\\r\\\\\\c\n\n\0").header("a:b")).isEqualTo("\n\r\\:");
    reader.speak(StompVersion.V1_1);
    assertThat(read("SEND\na:\\n\\\\\\c\n\n\0").header("a")).isEqualTo("\n\\:");
    reader.speak(StompVersion.V1_0);
    assertThat(read("SEND\na: \\n:x\n\n\0").header("a")).isEqualTo("\\n:x");
  }

  @Test
  void connectIsNeverUnescaped() {
    ClientFrame frame = read("CONNECT\npasscode:a\\nb\\x\n\n\0");
    assertThat(frame.header("passcode")).isEqualTo("a\\nb\\x");
  }

  @Test
  void whatIsNoFrameIsABreach() {
    assertBreach("HELLO\n\n\0");
  }

  @Test
  void anUnknownEscapeIsABreach() {
    reader.speak(StompVersion.V1_1);
    assertBreach("SEND\na:\\r\n\n\0");
  }

  @Test
  void anEscapeWithoutItsLetterIsABreach() {
    assertBreach("SEND\na:\\\n\n\0");
  }

  @Test
  void aHeaderWithoutAColonIsABreach() {
    assertBreach("SEND\nheader\n\n\0");
  }

  @Test
  void aHeaderWithoutANameIsABreach() {
    assertBreach("SEND\n:value\n\n\0");
  }

  @Test
  void aNulWithinTheHeadIsABreach() {
    assertBreach("SEND\ndestination:/app/x\0y\n\n\0");
  }

  @Test
  void aBodyThatIsLongerThanItSaysIsABreach() {
    assertBreach("SEND\ncontent-length:2\n\nabc\0");
  }

  @Test
  void aContentLengthThatIsNoNumberIsABreach() {
    assertBreach("SEND\ncontent-length:x\n\nabc\0");
  }

  @Test
  void aNegativeContentLengthIsABreach() {
    assertBreach("SEND\ncontent-length:-1\n\nabc\0");
  }

  @Test
  void tooManyHeadersAreABreach() {
    assertBreach("SEND\n" + "a:b\n".repeat(65) + "\n\0");
  }

  @Test
  void aHeadThatIsTooLargeIsRefusedBeforeItsEnd() {
    assertTooLarge("SEND\n" + "a".repeat(StompDecoder.MAX_NAME_BYTES + 1) + ":b\n");
    assertTooLarge("SEND\na:" + "b".repeat(StompDecoder.MAX_VALUE_BYTES + 1) + "\n");
    assertTooLarge("SEND\na:" + "b".repeat(10_000));
    assertTooLarge("SEND\n" + "a:b\n".repeat(65));
    assertTooLarge("SEND\n" + ("a:" + "b".repeat(6_000) + "\n").repeat(3));
    assertTooLarge("SEND\nresume:1\n" + ("resume:" + "b".repeat(10_000) + "\n").repeat(2));
  }

  private static void assertTooLarge(String text) {
    StompDecoder large = new StompDecoder(1 << 20);
    large.feed(bytes(text));
    assertThatThrownBy(large::next)
        .isInstanceOfSatisfying(
            ProtocolViolation.class,
            breach -> assertThat(breach.reason()).isEqualTo(Reason.TOO_LARGE));
  }

  @Test
  void whatAResumeNamesMayBeLong() {
    StompDecoder large = new StompDecoder(1 << 20);
    String resume = "x".repeat(200_000);
    large.feed(bytes("SUBSCRIBE\nid:1\nresume:" + resume.substring(0, 100_000)));
    assertThat(large.next()).isNull();
    large.feed(bytes(resume.substring(100_000) + "\ndestination:/x\n\n\0"));
    ClientFrame frame = requireNonNull(large.next());
    assertThat(frame.header("resume")).isEqualTo(resume);
    assertThat(frame.header("destination")).isEqualTo("/x");
  }

  @Test
  void whatIsNoCommandIsABreachBeforeItsLineEnds() {
    assertBreach("GET / HTTP/1.1 and so on");
  }

  /// Decoding from the start for each byte would take quadratic time.
  @Test
  void whatWasReadOfAnUnfinishedFrameIsNotReadAgain() {
    byte[] begun = bytes("SEND\ndestination:/app/x\nrece");
    reader.feed(begun);
    assertThat(reader.next()).isNull();
    // The array belongs to the decoder. If it looked again, it would find this.
    Arrays.fill(begun, 0, "SEND\ndestination:/app/x\n".length(), (byte) 0);
    reader.feed(bytes("ipt:r1\n\nHel"));
    assertThat(reader.next()).isNull();
    reader.feed(bytes("lo\0"));
    ClientFrame frame = requireNonNull(reader.next());
    assertThat(frame.header("destination")).isEqualTo("/app/x");
    assertThat(frame.receipt()).isEqualTo("r1");
    assertThat(body(frame)).isEqualTo("Hello");
  }

  @Test
  void aFrameMayBeLongerOnceThatIsAllowed() {
    StompDecoder grown = new StompDecoder(100);
    grown.allow(1_000);
    grown.feed(bytes("SEND\n\n" + "a".repeat(500) + "\0"));
    assertThat(requireNonNull(grown.next()).body()).hasSize(500);
  }

  @Test
  void aFrameThatSaysItIsTooLongIsRefusedBeforeItHasCome() {
    reader.feed(bytes("SEND\ncontent-length:1001\n\n"));
    assertThatThrownBy(reader::next)
        .isInstanceOfSatisfying(
            ProtocolViolation.class,
            breach -> assertThat(breach.reason()).isEqualTo(Reason.TOO_LARGE));
  }

  @Test
  void aFrameThatGoesOnForTooLongIsRefused() {
    reader.feed(bytes("SEND\n\n" + "a".repeat(900)));
    assertThat(reader.next()).isNull();
    reader.feed(bytes("a".repeat(200)));
    assertThatThrownBy(reader::next).isInstanceOf(ProtocolViolation.class);
  }

  @Property
  void framesAreTheSameHoweverTheyAreCut(@ForAll Random random) {
    List<String> bodies = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      String body = "é👋".repeat(random.nextInt(30)) + i;
      bodies.add(body);
      text.append("\n".repeat(random.nextInt(3))).append("SEND\r\nnumber:").append(i);
      if (random.nextBoolean()) {
        text.append("\ncontent-length:").append(bytes(body).length);
      }
      text.append("\n\n").append(body).append('\0');
    }
    byte[] all = bytes(text.toString());
    StompDecoder cut = new StompDecoder(1_000);
    List<String> read = new ArrayList<>();
    int at = 0;
    while (at < all.length) {
      int next = Math.min(all.length, at + 1 + random.nextInt(40));
      cut.feed(Arrays.copyOfRange(all, at, next));
      at = next;
      for (ClientFrame frame = cut.next(); frame != null; frame = cut.next()) {
        read.add(body(frame));
      }
    }
    assertThat(read).isEqualTo(bodies);
    assertThat(cut.isEmpty()).isTrue();
  }

  @Property
  void whateverComesIsAFrameOrABreachAndNothingElse(@ForAll byte[] noise, @ForAll Random random) {
    StompDecoder tried = new StompDecoder(64);
    byte[] head = random.nextBoolean() ? bytes("SEND\n") : new byte[0];
    byte[] all = Arrays.copyOf(head, head.length + noise.length);
    System.arraycopy(noise, 0, all, head.length, noise.length);
    try {
      tried.feed(all);
      while (tried.next() != null) {
        // Until there is nothing more.
      }
    } catch (ProtocolViolation _) {
      // As it should.
    }
  }
}
