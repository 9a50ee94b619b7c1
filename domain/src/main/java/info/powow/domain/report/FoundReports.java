package info.powow.domain.report;

import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import java.util.List;

/// Reports, the newest first. What they say is in the log only.
public record FoundReports(List<One> reports) {
  public FoundReports {
    reports = List.copyOf(reports);
  }

  public record One(ReportId report, PersonId reporter) {}
}
