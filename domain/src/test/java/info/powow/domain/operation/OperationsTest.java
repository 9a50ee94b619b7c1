package info.powow.domain.operation;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Rejected;
import info.powow.domain.operation.OperationCommand.SkipInProjection;
import info.powow.domain.operation.OperationEvent.EventSkipped;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final String WHY = "Not readable since the crash";
  private static final SkipInProjection SKIP = new SkipInProjection("views", "c1", 7, ada, WHY);

  @Test
  void aSkipIsRecordedOnceWithWhoAndWhy() {
    List<OperationEvent> events = Operations.decide(Operations.NONE, SKIP, NOW);
    assertThat(events).containsExactly(new EventSkipped("views", "c1", 7, ada, WHY, NOW));

    Operations skipped = Operations.evolve(Operations.NONE, events.getFirst());
    assertThat(
            Operations.decide(
                skipped, new SkipInProjection("views", "c1", 7, bob, "Once more"), NOW))
        .isEmpty();
  }

  @Test
  void anotherProjectionOrEventIsSkippedByItself() {
    Operations skipped =
        Operations.evolve(
            Operations.NONE, Operations.decide(Operations.NONE, SKIP, NOW).getFirst());

    for (SkipInProjection other :
        List.of(
            new SkipInProjection("search", "c1", 7, ada, WHY),
            new SkipInProjection("views", "c2", 7, ada, WHY),
            new SkipInProjection("views", "c1", 8, ada, WHY))) {
      assertThat(Operations.decide(skipped, other, NOW)).hasSize(1);
    }
  }

  @Test
  void aSkipNeedsAReason() {
    assertThatThrownBy(() -> new SkipInProjection("views", "c1", 7, ada, "  why   "))
        .isInstanceOf(Rejected.class);
    assertThatThrownBy(() -> new SkipInProjection("views", "c1", 7, ada, "a".repeat(501)))
        .isInstanceOf(Rejected.class);
    assertThat(new SkipInProjection("views", "c1", 7, ada, " because ").reason())
        .isEqualTo("because");
  }
}
