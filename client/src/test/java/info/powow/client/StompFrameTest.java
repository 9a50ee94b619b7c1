package info.powow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StompFrameTest {
  @Test
  void aFrameIsReadAsItWasWritten() {
    StompFrame frame =
        new StompFrame("SEND", Map.of("receipt", "a:b\\c\nd\re"), "{\"text\":\"é 🌙\"}");
    assertThat(StompFrame.parse(frame.encoded())).isEqualTo(frame);
  }

  @Test
  void connectKnowsNoEscapes() {
    StompFrame frame = new StompFrame("CONNECT", Map.of("Authorization", "Bearer a:b"), "");
    assertThat(frame.encoded()).isEqualTo("CONNECT\nAuthorization:Bearer a:b\n\n\0");
  }

  @Test
  void ofARepeatedHeaderTheFirstCounts() {
    assertThat(StompFrame.parse("MESSAGE\nid:1\nid:2\n\n\0").header("id")).isEqualTo("1");
  }

  @Test
  void whatIsNoFrameIsRefused() {
    for (String text : new String[] {"", "SEND", "SEND\nx\n\n\0", "SEND\na:\\q\n\n\0"}) {
      assertThatThrownBy(() -> StompFrame.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
