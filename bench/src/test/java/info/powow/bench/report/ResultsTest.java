package info.powow.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.bench.server.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultsTest {
  record Try(int rate) {}

  private final Results results =
      new Results(
          Instant.parse("2026-01-02T03:04:05Z"),
          new Machine(2, "A processor", 8_000, "Linux 6.1", "A JVM 25", 1.834, 0.07),
          Map.of("seed", "42"),
          List.of(
              new Outcome(
                  "private",
                  List.of(
                      new Figure(Bar.PRIVATE_P50, 1.25),
                      new Figure(Bar.PRIVATE_RATE, 7_345.6),
                      new Figure("at 200/s: receipt p50 ms", 0.987)),
                  List.of(new Try(200)),
                  List.of("one was lost"))));

  @Test
  void theTableShowsWhichBarsAreReached() {
    assertThat(results.table().lines())
        .containsExactly(
            "work                                measured     goal      floor  RabbitMQ  ejabberd  Prosody",
            "private messages, 200/s: p50 ms         1.25    ≤ 1.5  ✓     1.0       0.9       4.4      0.9",
            "private messages/s at p99 < 100 ms     7,346  ≥ 8,000  ✗  11,000     4,070     1,010      640",
            "  at 200/s: receipt p50 ms              0.99",
            "! private: one was lost");
  }

  @Test
  void theJsonHoldsAllFiguresAndWhatIsBehindThem() {
    JsonNode json = JsonMapper.shared().readTree(results.json());
    assertThat(json.at("/at").asString()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(json.at("/machine/fdatasyncMillis").asDouble()).isEqualTo(1.834);
    assertThat(json.at("/settings/seed").asString()).isEqualTo("42");
    assertThat(json.at("/outcomes/0/figures/0/value").asDouble()).isEqualTo(1.25);
    assertThat(json.at("/outcomes/0/figures/0/bar").asString()).isEqualTo("PRIVATE_P50");
    assertThat(json.at("/outcomes/0/runs/0/rate").asInt()).isEqualTo(200);
    assertThat(json.at("/outcomes/0/complaints/0").asString()).isEqualTo("one was lost");
  }

  @Test
  void thePageKeepsWhatStandsAroundTheFigures() {
    String page = "Before\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nAfter\n";
    String once = results.writtenInto(page);
    assertThat(once)
        .startsWith("Before\n<!-- figures: begin -->\n")
        .endsWith("<!-- figures: end -->\nAfter\n")
        .contains("| private messages, 200/s: p50 ms | 1.0 | 0.9 | 4.4 | 0.9 | ≤ 1.5 | **1.25** |")
        .contains("| full rebuild of all views, events/s |  |  |  |  | ≥ 50,000 | not measured |")
        .contains("| private | at 200/s: receipt p50 ms | 0.99 |")
        .doesNotContain("old");
    assertThat(results.writtenInto(once)).isEqualTo(once);
  }

  @Test
  void aPageWithoutAPlaceForFiguresIsLeftAlone() {
    assertThat(Results.hasPlace("# Something else\n")).isFalse();
    assertThatThrownBy(() -> results.writtenInto("# Something else\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("figures: begin");
  }

  @Test
  void numbersHaveNoMoreDigitsThanTheyDeserve() {
    assertThat(Numbers.text(12_345.678)).isEqualTo("12,346");
    assertThat(Numbers.text(12.345)).isEqualTo("12.3");
    assertThat(Numbers.text(1.2345)).isEqualTo("1.23");
    assertThat(Numbers.text(20)).isEqualTo("20");
  }
}
