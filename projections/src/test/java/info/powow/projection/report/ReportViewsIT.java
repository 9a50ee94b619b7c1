package info.powow.projection.report;

import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.BOB;
import static info.powow.projection.Sample.at;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import info.powow.domain.report.ReportEvent.PersonReported;
import info.powow.domain.report.ReportEvent.ReportClosed;
import info.powow.domain.report.ReportOutcome;
import info.powow.domain.report.ReportReason;
import info.powow.domain.report.ReportState;
import info.powow.projection.MemoryLog;
import info.powow.projection.ViewsFixture;
import info.powow.projector.ProjectorOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportViewsIT {
  private static final PersonId MODERATOR = new PersonId("moderator");

  private static PersonReported reported(String id, PersonId by, PersonId person) {
    return new PersonReported(new ReportId(id), by, person, ReportReason.SPAM, "A secret", at(1));
  }

  private static List<String> page(
      ViewsFixture fixture, @Nullable ReportState state, @Nullable String before) {
    return page(fixture, new PersonId("dora"), state, before);
  }

  private static List<String> page(
      ViewsFixture fixture, PersonId staff, @Nullable ReportState state, @Nullable String before) {
    return ReportViews.in(fixture.store())
        .newest(staff, state, before == null ? null : new ReportId(before), 2)
        .stream()
        .map(ReportView::id)
        .toList();
  }

  @Test
  void reportsAreListedByStateWithoutWhatTheySay() {
    MemoryLog log =
        new MemoryLog()
            .append(
                reported("r2", ADA, BOB),
                reported("r1", BOB, ADA),
                reported("r3", ADA, MODERATOR),
                reported("r4", ADA, new PersonId("cleo")),
                new ReportClosed(
                    new ReportId("r3"),
                    ADA,
                    MODERATOR,
                    ReportOutcome.NO_VIOLATION,
                    "A word",
                    at(2)));
    try (ViewsFixture fixture = new ViewsFixture()) {
      ViewsFixture built = fixture.rebuild(log, ProjectorOptions.DEFAULT);

      assertThat(page(built, ReportState.OPEN, null)).containsExactly("r4", "r2");
      assertThat(page(built, ReportState.OPEN, "r2")).containsExactly("r1");
      assertThat(page(built, ReportState.CLOSED, null)).containsExactly("r3");
      assertThat(page(built, null, "r4")).containsExactly("r3", "r2");
      // A page of somebody who is involved is as long as that of anybody else.
      assertThat(page(built, MODERATOR, null, null)).containsExactly("r4", "r2");
      assertThat(page(built, MODERATOR, null, "r2")).containsExactly("r1");
      assertThat(page(built, ADA, null, null)).isEmpty();
      assertThat(page(built, new PersonId("cleo"), null, null)).containsExactly("r3", "r2");
      assertThat(built.canonical().toString())
          .contains("reports/r1")
          .doesNotContain("secret", "A word");
    }
  }
}
