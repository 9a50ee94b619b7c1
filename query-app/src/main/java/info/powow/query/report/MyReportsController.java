package info.powow.query.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import info.powow.domain.report.Report;
import info.powow.domain.report.ReportReason;
import info.powow.domain.report.ReportState;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedReports;
import info.powow.identity.SignedIn;
import info.powow.query.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What I have reported, and whether it is closed.
@RestController
@Tag(name = "People")
class MyReportsController {
  private static final int USUAL_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  private final LoggedReports reports;

  MyReportsController(EventSource log) {
    this.reports = new LoggedReports(log);
  }

  /// @param personId who is reported
  /// @param conversationId with the reported message; absent if none is reported
  /// @param position of the reported message; absent if none is reported
  /// @param note absent if there is none
  /// @param closedAt absent while it is open
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MyReport(
      ReportId reportId,
      PersonId personId,
      @Nullable ConversationId conversationId,
      @Nullable Long position,
      ReportReason reason,
      @Nullable String note,
      Instant at,
      ReportState state,
      @Nullable Instant closedAt) {

    /// Not by whom it was closed, nor how: that concerns somebody else.
    static MyReport of(Report report) {
      Report.@Nullable Closing closing = report.closing();
      return new MyReport(
          report.id(),
          report.person(),
          report.conversation(),
          report.message(),
          report.reason(),
          report.note(),
          report.at(),
          closing == null ? ReportState.OPEN : ReportState.CLOSED,
          closing == null ? null : closing.at());
    }
  }

  /// @param before of the next page; absent on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MyReports(List<MyReport> reports, @Nullable ReportId before) {}

  @Operation(summary = "What I have reported, the newest first")
  @GetMapping("/api/me/reports")
  MyReports myReports(
      SignedIn me,
      @Parameter(description = "From the page before") @RequestParam(required = false)
          @Nullable String before,
      @Parameter(description = "1 to 100; 20 by default") @RequestParam(required = false)
          @Nullable Integer limit) {
    int most = Paging.limit(limit, USUAL_LIMIT, MAX_LIMIT);
    ReportId end = before == null ? null : new ReportId(before);
    List<MyReport> found = new ArrayList<>();
    for (Report report : List.copyOf(reports.of(me.person()).values()).reversed()) {
      if (end == null || report.id().value().compareTo(end.value()) < 0) {
        if (found.size() == most) {
          return new MyReports(found, found.getLast().reportId());
        }
        found.add(MyReport.of(report));
      }
    }
    return new MyReports(found, null);
  }
}
