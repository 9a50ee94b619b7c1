package info.powow.domain.report;

/// Whether somebody still has to look at a report.
public enum ReportState {
  OPEN,
  CLOSED
}
