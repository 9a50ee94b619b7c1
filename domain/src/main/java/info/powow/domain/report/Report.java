package info.powow.domain.report;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import info.powow.domain.report.ReportEvent.MessageReported;
import info.powow.domain.report.ReportEvent.PersonReported;
import info.powow.domain.report.ReportEvent.ReportClosed;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A report, as it is shown.
///
/// @param person who is reported
/// @param conversation with the reported message; null if none is reported
/// @param message its position; null if none is reported
/// @param note null if there is none, or the reporter was erased
/// @param closing null while it is open
public record Report(
    ReportId id,
    PersonId reporter,
    PersonId person,
    @Nullable ConversationId conversation,
    @Nullable Long message,
    ReportReason reason,
    @Nullable String note,
    Instant at,
    @Nullable Closing closing) {

  /// How it ended. The reporter sees only the time.
  ///
  /// @param reason null if its key was destroyed
  public record Closing(PersonId by, ReportOutcome outcome, @Nullable String reason, Instant at) {}

  /// Whether somebody made it or is reported. Such a person may not see it as staff.
  public boolean concerns(PersonId staff) {
    return Reports.isParty(staff, reporter, person);
  }

  /// The reports that events of one person's stream make, oldest first.
  ///
  /// @param events from the beginning
  public static Map<ReportId, Report> of(Iterator<ReportEvent> events) {
    Map<ReportId, Report> reports = new LinkedHashMap<>();
    events.forEachRemaining(event -> {
      switch (event) {
        case PersonReported reported ->
            reports.put(
                reported.reportId(),
                new Report(
                    reported.reportId(),
                    reported.reporter(),
                    reported.personId(),
                    null,
                    null,
                    reported.reason(),
                    reported.note(),
                    reported.at(),
                    null));
        case MessageReported reported ->
            reports.put(
                reported.reportId(),
                new Report(
                    reported.reportId(),
                    reported.reporter(),
                    reported.personId(),
                    reported.conversationId(),
                    reported.message(),
                    reported.reason(),
                    reported.note(),
                    reported.at(),
                    null));
        case ReportClosed closed ->
            reports.computeIfPresent(closed.reportId(), (_, report) -> report.closed(closed));
      }
    });
    return reports;
  }

  private Report closed(ReportClosed closed) {
    return new Report(
        id,
        reporter,
        person,
        conversation,
        message,
        reason,
        note,
        at,
        new Closing(closed.by(), closed.outcome(), closed.reason(), closed.at()));
  }
}
