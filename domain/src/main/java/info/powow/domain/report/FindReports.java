package info.powow.domain.report;

import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import org.jspecify.annotations.Nullable;

/// Queries which reports there are, the newest first, without those in which the staff member is
/// involved. Answered with [FoundReports].
///
/// @param state null for reports in any state
/// @param before only those with a lower id; null from the newest
/// @param max how many
public record FindReports(
    PersonId staff, @Nullable ReportState state, @Nullable ReportId before, int max) {}
