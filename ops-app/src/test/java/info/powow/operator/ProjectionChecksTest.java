package info.powow.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.projector.ProjectionCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectionChecksTest {
  private static final ProjectionCheck.Report REPORT =
      new ProjectionCheck.Report("views", Instant.EPOCH, 9, 4, 0, 9, 12, List.of(), false);

  private final CountDownLatch ended = new CountDownLatch(1);

  private final class Check implements ProjectionCheck {
    private final boolean running;

    Check(boolean running) {
      this.running = running;
    }

    @Override
    public String name() {
      return "views";
    }

    @Override
    public Optional<Report> check() {
      ended.countDown();
      return Optional.of(REPORT);
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public @Nullable Report newest() {
      return REPORT;
    }
  }

  @Test
  void aCheckStartsWhereTheProjectionIs() throws Exception {
    ProjectionChecks checks = new ProjectionChecks("q1", List.of(new Check(false)));

    assertThat(checks.start("search")).isFalse();
    assertThat(checks.start("views")).isTrue();
    ended.await();
    assertThat(checks.find("views"))
        .contains(new ProjectionChecks.CheckOnNode("q1", false, REPORT));
    assertThat(checks.find("search")).isEmpty();
  }

  @Test
  void aSecondCheckIsRefused() {
    ProjectionChecks checks = new ProjectionChecks("q1", List.of(new Check(true)));

    assertThatThrownBy(() -> checks.start("views"))
        .hasFieldOrPropertyWithValue("reason", Reason.CHECK_RUNNING);
  }
}
