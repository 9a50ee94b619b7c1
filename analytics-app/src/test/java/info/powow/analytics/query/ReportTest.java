package info.powow.analytics.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTest {
  @ParameterizedTest
  @EnumSource
  void noReportShowsASmallGroup(Report report) {
    assertThat(report.sql(17)).contains(">= 17").doesNotContain("%");
    assertThat(Report.named(report.code())).contains(report);
  }
}
