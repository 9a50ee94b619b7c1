package info.powow.domain.report;

import info.powow.domain.ReportId;
import java.time.Instant;

/// The answer to a command about a report, once it is stored durably.
///
/// @param report the report; the open one about the same, if there already was one
/// @param at when it was received
public record ReportReceipt(ReportId report, Instant at) {}
