package info.powow.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LeafTest {
  private static final byte[] KEY = new byte[32];

  private static Leaf leaf(boolean personal) {
    return new Leaf(
        7,
        Leaf.streamTag(KEY, "c1"),
        3,
        "MessageSent",
        "1",
        1_700_000_000_000L,
        Leaf.publicHash("{}".getBytes(StandardCharsets.UTF_8)),
        personal
            ? Leaf.commitment(KEY, "{\"text\":\"a\"}".getBytes(StandardCharsets.UTF_8))
            : new byte[0]);
  }

  /// Frozen: signed trees depend on these bytes.
  @Test
  void theBytesOfALeafStayAsTheyAre() {
    assertThat(HexFormat.of().formatHex(leaf(true).encode()))
        .isEqualTo(
            "01"
                + "0000000000000007"
                + HexFormat.of().formatHex(Leaf.streamTag(KEY, "c1"))
                + "0000000000000003"
                + "000b4d65737361676553656e74"
                + "000131"
                + "0000018bcfe56800"
                + "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
                + "01"
                + HexFormat.of()
                    .formatHex(
                        Leaf.commitment(KEY, "{\"text\":\"a\"}".getBytes(StandardCharsets.UTF_8))));
    assertThat(leaf(false).encode()).hasSize(leaf(true).encode().length - 32);
  }

  @Test
  void aLeafIsReadAsItWasWritten() {
    assertThat(Leaf.decode(leaf(true).encode())).isEqualTo(leaf(true));
    assertThat(Leaf.decode(leaf(false).encode())).isEqualTo(leaf(false));
  }

  @Test
  void whatIsNotExactlyOneLeafIsRefused() {
    byte[] bytes = leaf(true).encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Leaf.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Leaf.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anyOtherByteMakesAnotherHash() {
    byte[] bytes = leaf(true).encode();
    for (int i = 0; i < bytes.length; i++) {
      byte[] other = bytes.clone();
      other[i] ^= 1;
      assertThat(TreeHash.ofLeaf(other)).isNotEqualTo(leaf(true).hash());
    }
  }
}
