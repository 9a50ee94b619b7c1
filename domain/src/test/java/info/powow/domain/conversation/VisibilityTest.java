package info.powow.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;

class VisibilityTest {
  /// Whoever joins and leaves again and again makes nothing grow without end.
  @Example
  void theOldestPeriodsAreForgotten() {
    Visibility visible = Visibility.NOTHING;
    long last = 0;
    for (int stay = 0; stay < 3 * PositionRange.MAX_RANGES; stay++) {
      last = 10L * stay;
      visible = visible.joined(last, false).left(last + 5);
    }
    visible = visible.joined(last + 10, false);

    assertThat(visible.ranges()).hasSize(PositionRange.MAX_RANGES);
    assertThat(visible.isOpen()).isTrue();
    assertThat(visible.sees(last + 5)).isTrue();
    assertThat(visible.sees(last + 6)).isFalse();
    assertThat(visible.sees(3)).isFalse();
  }
}
