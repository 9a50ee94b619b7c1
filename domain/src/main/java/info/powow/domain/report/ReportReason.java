package info.powow.domain.report;

/// What a report is about.
public enum ReportReason {
  SPAM,
  HARASSMENT,
  THREAT,
  FALSE_IDENTITY,
  OTHER
}
