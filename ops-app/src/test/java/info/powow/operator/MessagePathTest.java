package info.powow.operator;

import static info.powow.operator.Reports.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessagePathTest {
  private static MessagePath.MessageStep step(String step, String node, long afterMillis) {
    Instant at = NOW.plusMillis(afterMillis);
    return new MessagePath.MessageStep(step, node, at, 0);
  }

  private static MessagePath way(
      long index, @Nullable Integer devices, MessagePath.MessageStep... steps) {
    return new MessagePath("t", "c", 7, index, devices, null, false, List.of(steps), List.of());
  }

  @Test
  void theStepsOfAllNodesAreInTheOrderOfTime() {
    MessagePath joined =
        MessagePath.joined(
            List.of(
                way(0, 2, step("read", "socket-1", 0), step("flushed", "socket-1", 8)),
                way(0, null, step("decided", "command-1", 1), step("fsynced", "command-1", 5)),
                way(41, 3, step("taken", "socket-2", 6), step("flushed", "socket-2", 12)),
                way(41, null, step("projected", "query-1", 20))),
            List.of("socket-3"));

    assertThat(joined.steps())
        .extracting(each -> each.step() + " " + each.node() + " " + each.afterMillis())
        .containsExactly(
            "read socket-1 0.0",
            "decided command-1 1.0",
            "fsynced command-1 5.0",
            "taken socket-2 6.0",
            "flushed socket-1 8.0",
            "flushed socket-2 12.0",
            "projected query-1 20.0");
    assertThat(joined.devices()).isEqualTo(5);
    assertThat(joined.totalMillis()).isEqualTo(12);
    assertThat(joined.logIndex()).isEqualTo(41);
    assertThat(joined.silent()).containsExactly("socket-3");
    assertThat(joined.clocksDisagree()).isFalse();
  }

  @Test
  void aStepThatANodeToldTwiceIsThereOnce() {
    MessagePath way = way(41, null, step("projected", "query-1", 20));

    assertThat(MessagePath.joined(List.of(way, way), List.of()).steps()).hasSize(1);
  }

  @Test
  void clocksThatContradictTheOrderAreNoticed() {
    assertThat(
            MessagePath.joined(
                    List.of(
                        way(0, null, step("fsynced", "command-1", 5)),
                        way(0, 1, step("taken", "socket-1", 2))),
                    List.of())
                .clocksDisagree())
        .isTrue();
    assertThat(
            MessagePath.joined(
                    List.of(
                        way(0, null, step("decided", "command-1", 0)),
                        way(0, 1, step("read", "socket-1", 2))),
                    List.of())
                .clocksDisagree())
        .isTrue();
  }
}
