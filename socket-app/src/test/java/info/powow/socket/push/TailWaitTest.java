package info.powow.socket.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TailWaitTest {
  private final TailWait wait = new TailWait();

  @Test
  void endsWhenTheTailIsThere() {
    wait.until(5);
    assertThat(wait.isOver(4)).isFalse();
    assertThat(wait.isOver(5)).isTrue();
  }

  @Test
  void endsWhenTheTailHasBeenQuietTwice() {
    wait.until(5);
    wait.quiet();
    assertThat(wait.isOver(4)).isFalse();
    wait.quiet();
    assertThat(wait.isOver(0)).isTrue();
  }

  @Test
  void doesNotEndBeforeTheIndexIsKnown() {
    wait.until(5);
    wait.quiet();
    wait.begin();
    wait.quiet();
    wait.quiet();
    assertThat(wait.isOver(1_000)).isFalse();
    wait.until(7);
    wait.quiet();
    assertThat(wait.isOver(6)).isFalse();
  }
}
