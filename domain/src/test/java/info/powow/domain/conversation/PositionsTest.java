package info.powow.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PositionsTest {
  @Property
  void areASetLikeAnyOther(@ForAll List<@LongRange(min = 0, max = 5_000) Long> numbers) {
    Positions positions = Positions.NONE;
    for (long number : numbers) {
      positions = positions.with(number);
    }

    Set<Long> expected = new HashSet<>(numbers);
    assertThat(positions).isEqualTo(expected).hasSameHashCodeAs(expected);
    assertThat(expected).isEqualTo(positions);
    assertThat(Positions.of(expected)).isEqualTo(positions);
    assertThat(positions).allMatch(positions::contains);
  }

  @Test
  void doNotChangeWhenOneIsAdded() {
    Positions one = Positions.NONE.with(1);

    assertThat(one.with(2)).containsExactly(1L, 2L);
    assertThat(one).containsExactly(1L);
    assertThat(Positions.NONE).isEmpty();
    assertThat(Positions.of(one)).isSameAs(one);
  }

  @Test
  void areAskedForAnythingAndHoldOnlyPositions() {
    Positions one = Positions.NONE.with(1);

    assertThat(one.contains(1L)).isTrue();
    assertThat(one.contains(0L)).isFalse();
    assertThat(one.contains(-1L)).isFalse();
    assertThat(one.contains(Long.MAX_VALUE)).isFalse();
    assertThat(one.contains((1L << 32) + 1)).isFalse();
    assertThat(one.contains((Object) "1")).isFalse();
  }
}
