package info.powow.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimedMessageTest {
  @Test
  void aTextTooShortToTellTheTimeIsRefused() {
    assertThatThrownBy(() -> new TimedMessage(10, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new TimedMessage(30, 1)).isNotNull();
  }
}
