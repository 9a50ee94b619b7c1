package info.powow.domain.report;

import info.powow.domain.ReportId;

/// Queries who made a report. Answered with [FoundReports], which has it or nothing.
public record FindReport(ReportId report) {}
