package info.powow.eventlog;

import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import info.powow.domain.report.Report;
import info.powow.domain.report.ReportEvent;
import info.powow.domain.report.Reports;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Reads the reports of a person from the log, so it sees everything that was acknowledged, and no
/// note of somebody who was erased. At most 100 are open; how many were closed has no limit.
public record LoggedReports(EventSource log) {

  /// All reports of a person, oldest first.
  public Map<ReportId, Report> of(PersonId reporter) {
    List<ReportEvent> events = new ArrayList<>();
    Iterator<LoggedEvent> logged = log.iterate(Reports.streamOf(reporter), 0);
    while (logged.hasNext()) {
      if (logged.next().event() instanceof ReportEvent event) {
        events.add(event);
      }
    }
    return Report.of(events.iterator());
  }
}
