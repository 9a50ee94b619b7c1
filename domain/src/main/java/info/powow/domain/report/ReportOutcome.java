package info.powow.domain.report;

/// What came of a report.
public enum ReportOutcome {
  /// The staff did something about it.
  ACTION_TAKEN,
  /// What was reported is allowed.
  NO_VIOLATION,
  /// Another report is about the same.
  DUPLICATE,
  /// The staff could not find out.
  UNDECIDABLE
}
