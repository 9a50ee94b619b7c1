package info.powow.bench.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeartBeatTest {
  @Test
  void theSlowerOfBothSidesIsAgreedOn() {
    assertThat(HeartBeat.parse("10000,5000").agreedOutgoing(HeartBeat.parse("0,20000")))
        .isEqualTo(20_000);
    assertThat(HeartBeat.parse("10000,5000").agreedOutgoing(HeartBeat.parse("0,1000")))
        .isEqualTo(10_000);
  }

  @Test
  void noneIsSentWhereEitherSideWantsNone() {
    assertThat(HeartBeat.NONE.agreedOutgoing(HeartBeat.parse("10000,10000"))).isZero();
    assertThat(HeartBeat.parse("10000,10000").agreedOutgoing(HeartBeat.NONE)).isZero();
  }

  @Test
  void whatIsNoHeartBeatIsRefused() {
    assertThatThrownBy(() -> HeartBeat.parse("10000")).hasMessageContaining("10000,10000");
    assertThatThrownBy(() -> HeartBeat.parse("a,b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HeartBeat.parse("-1,0")).isInstanceOf(IllegalArgumentException.class);
  }
}
