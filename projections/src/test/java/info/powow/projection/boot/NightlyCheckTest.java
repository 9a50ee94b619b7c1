package info.powow.projection.boot;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.projector.ProjectionCheck;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NightlyCheckTest {
  private static final LocalTime THREE = LocalTime.of(3, 0);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private record Checked(ProjectionCheck.@Nullable Report newest) implements ProjectionCheck {
    @Override
    public String name() {
      return "views";
    }

    @Override
    public boolean isRunning() {
      return false;
    }

    @Override
    public Optional<Report> check() {
      return Optional.ofNullable(newest);
    }
  }

  private Duration untilNext(String now) {
    Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    try (NightlyCheck check = new NightlyCheck(new Checked(null), THREE, false, clock, registry)) {
      return check.untilNext();
    }
  }

  @Test
  void theNextNightIsTodayOrTomorrow() {
    assertThat(untilNext("2026-11-30T02:00:00Z")).isEqualTo(Duration.ofSeconds(3_601));
    assertThat(untilNext("2026-11-30T03:00:00.5Z"))
        .isBetween(Duration.ofHours(23), Duration.ofHours(25));
    assertThat(untilNext("2026-11-30T04:00:00Z")).isEqualTo(Duration.ofSeconds(23 * 3_600 + 1));
  }

  @Test
  void theMetricsAreThoseOfTheLastCheck() {
    Instant at = Instant.parse("2026-11-30T03:01:00Z");
    ProjectionCheck.Report report =
        new ProjectionCheck.Report(
            "views",
            at,
            9,
            4,
            1,
            9,
            12,
            List.of(
                new ProjectionCheck.Difference(
                    "g1", "conversations", "g1", "name", ProjectionCheck.Kind.CHANGED, 3)),
            false);
    try (NightlyCheck _ =
        new NightlyCheck(new Checked(report), THREE, false, Clock.systemUTC(), registry)) {
      assertThat(registry.get("powow.projection.check.differences").gauge().value()).isEqualTo(1);
      assertThat(registry.get("powow.projection.check.unsettled").gauge().value()).isEqualTo(1);
      assertThat(registry.get("powow.projection.check.at").gauge().value())
          .isEqualTo(at.getEpochSecond());
    }
  }
}
