package info.powow.socket.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.junit.jupiter.api.Test;

class JettyLinkTest {
  private static final int LIMIT = 10_000;

  private final Session session = new Session();
  private final NeverRead connection = new NeverRead();
  private final JettyLink link =
      new JettyLink(new LinkLimits(100, LIMIT), _ -> session, "127.0.0.1", null);

  JettyLinkTest() {
    link.onOpen(connection, Callback.NOOP);
  }

  private void comes(byte opCode, String payload, boolean fin) {
    Frame frame = new Frame(opCode, fin, ByteBuffer.wrap(bytes(payload)));
    link.onFrame(frame, Callback.NOOP);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void pongsCountForWhoNeverReads() {
    for (int i = 0; i < 1_000; i++) {
      comes(OpCode.PING, "x".repeat(125), true);
    }
    assertThat(session.slow).isEqualTo(1);
    assertThat(connection.waiting).isLessThanOrEqualTo(LIMIT);
    assertThat(connection.frames).isNotZero();
  }

  @Test
  void pingsAndMessagesCountForWhoNeverReads() {
    for (int i = 0; i < 1_000; i++) {
      link.ping();
      link.send(new byte[] {'\n'});
    }
    assertThat(session.slow).isEqualTo(1);
    assertThat(connection.frames).isLessThan(LIMIT / 100);
  }

  @Test
  void aPingThatIsTooMuchIsNotAnswered() {
    session.controlsLeft = 0;
    comes(OpCode.PING, "x", true);
    assertThat(connection.frames).isZero();
  }

  @Test
  void partsAreOneMessage() {
    comes(OpCode.TEXT, "Hel", false);
    comes(OpCode.CONTINUATION, "", false);
    comes(OpCode.CONTINUATION, "lo ", false);
    comes(OpCode.CONTINUATION, "👋", true);
    comes(OpCode.TEXT, "again", true);
    assertThat(session.received).containsExactly("Hello 👋", "again");
    assertThat(session.parts).containsExactly(3, 0, 3);
    assertThat(link.buffered()).isZero();
  }

  @Test
  void aMessageIsTooLargeWhicheverPartMakesItSo() {
    comes(OpCode.TEXT, "x".repeat(60), false);
    comes(OpCode.CONTINUATION, "x".repeat(40), false);
    assertThat(session.tooLarge).isZero();
    comes(OpCode.CONTINUATION, "x", true);
    assertThat(session.tooLarge).isEqualTo(1);
    assertThat(session.received).isEmpty();
  }

  @Test
  void aMessageMayBeLongerOnceThatIsAllowed() {
    link.allow(200);
    comes(OpCode.TEXT, "x".repeat(150), true);
    assertThat(session.received).containsExactly("x".repeat(150));
  }

  @Test
  void whatIsNotUtf8IsTold() {
    link.onFrame(
        new Frame(OpCode.TEXT, ByteBuffer.wrap(new byte[] {(byte) 0xc3, 0x28})), Callback.NOOP);
    assertThat(session.notUtf8).isEqualTo(1);
  }

  @Test
  void afterTheCloseNothingIsHeardAndLittleIsRead() {
    link.close(CloseCode.POLICY, "");
    int demandedBefore = connection.demanded;
    for (int i = 0; i < 5_000; i++) {
      comes(OpCode.TEXT, "x", true);
    }
    assertThat(session.received).isEmpty();
    assertThat(connection.demanded - demandedBefore).isLessThanOrEqualTo(1_000);
  }

  /// A connection whose peer reads nothing.
  private static final class NeverRead extends CoreSession.Empty {
    private int frames;
    private int waiting;
    private int demanded;

    @Override
    public void sendFrame(OutgoingEntry entry) {
      frames++;
      waiting += entry.getFrame().getPayloadLength();
    }

    @Override
    public void sendFrame(Frame frame, Callback callback, boolean batch) {
      sendFrame(new OutgoingEntry.Builder(frame, callback).batch(batch).build());
    }

    @Override
    public void demand() {
      demanded++;
    }
  }

  private static final class Session implements Link.Listener {
    private final List<String> received = new ArrayList<>();
    private final List<Integer> parts = new ArrayList<>();
    private int controlsLeft = Integer.MAX_VALUE;
    private int tooLarge;
    private int notUtf8;
    private int slow;

    @Override
    public void received(byte[] text) {
      received.add(new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public void partReceived(int bytes) {
      parts.add(bytes);
    }

    @Override
    public boolean control() {
      return controlsLeft-- > 0;
    }

    @Override
    public void tooLarge() {
      tooLarge++;
    }

    @Override
    public void notUtf8() {
      notUtf8++;
    }

    @Override
    public void slow() {
      slow++;
    }

    @Override
    public void closed() {
      // Nothing to see.
    }
  }
}
