package info.powow.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.ReportId;
import info.powow.domain.report.FindReport;
import info.powow.domain.report.FindReports;
import info.powow.domain.report.FoundReports;
import info.powow.domain.report.Report;
import info.powow.domain.report.ReportCommand.CloseReport;
import info.powow.domain.report.ReportOutcome;
import info.powow.domain.report.ReportReason;
import info.powow.domain.report.ReportReceipt;
import info.powow.domain.report.ReportState;
import info.powow.domain.staff.StaffScope;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedReports;
import info.powow.identity.Staff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What people have reported, for staff with the scope `moderate`.
@RestController
@Tag(name = "Audit")
class ReportsController {
  private static final int USUAL_LIMIT = 20;
  private static final int MAX_LIMIT = 50;
  private static final int TIMEOUT_SECONDS = 10;

  private final LoggedReports logged;
  private final EventSource log;
  private final Looks looks;
  private final QueryGateway queries;
  private final CommandGateway commands;

  ReportsController(EventSource log, Looks looks, QueryGateway queries, CommandGateway commands) {
    this.logged = new LoggedReports(log);
    this.log = log;
    this.looks = looks;
    this.queries = queries;
    this.commands = commands;
  }

  /// @param reason absent if its key was destroyed
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ReportEnd(PersonId by, ReportOutcome outcome, @Nullable String reason, Instant at) {}

  /// @param personId who is reported
  /// @param conversationId with the reported message; absent if none is reported
  /// @param position of the reported message; absent if none is reported
  /// @param note absent if there is none, or the reporter was erased
  /// @param closed absent while it is open
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StaffReport(
      ReportId reportId,
      PersonId reporterId,
      PersonId personId,
      @Nullable ConversationId conversationId,
      @Nullable Long position,
      ReportReason reason,
      @Nullable String note,
      Instant at,
      ReportState state,
      @Nullable ReportEnd closed) {

    static StaffReport of(Report report) {
      Report.@Nullable Closing closing = report.closing();
      return new StaffReport(
          report.id(),
          report.reporter(),
          report.person(),
          report.conversation(),
          report.message(),
          report.reason(),
          report.note(),
          report.at(),
          closing == null ? ReportState.OPEN : ReportState.CLOSED,
          closing == null
              ? null
              : new ReportEnd(closing.by(), closing.outcome(), closing.reason(), closing.at()));
    }
  }

  /// @param before of the next page; absent on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StaffReports(List<StaffReport> reports, @Nullable ReportId before) {}

  @Operation(
      summary = "Reports, the newest first",
      description = "Without those in which I am involved. What I am shown is recorded first.")
  @GetMapping("/api/audit/reports")
  StaffReports reports(
      Staff staff,
      @Parameter(description = "Any, if absent") @RequestParam(required = false)
          @Nullable ReportState state,
      @Parameter(description = "From the page before") @RequestParam(required = false)
          @Nullable String before,
      @Parameter(description = "1 to 50") @RequestParam(defaultValue = "" + USUAL_LIMIT)
          int limit) {
    staff.require(StaffScope.MODERATE);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Rejected.field("limit", "a whole number from 1 to " + MAX_LIMIT, "number");
    }
    // One more tells whether there is another page.
    List<FoundReports.One> found =
        ask(
            new FindReports(
                staff.person(), state, before == null ? null : new ReportId(before), limit + 1));
    List<FoundReports.One> page = found.subList(0, Math.min(limit, found.size()));
    long index = log.head();
    List<StaffReport> shown = new ArrayList<>();
    Map<PersonId, Map<ReportId, Report>> read = new HashMap<>();
    for (FoundReports.One one : page) {
      Report report = read.computeIfAbsent(one.reporter(), logged::of).get(one.report());
      if (report != null && !report.concerns(staff.person())) {
        StaffReport answer = StaffReport.of(report);
        // The log is newer than the view.
        if (state == null || answer.state() == state) {
          shown.add(answer);
        }
      }
    }
    StaffReports answer =
        new StaffReports(shown, found.size() > limit ? page.getLast().report() : null);
    looks.standing(
        staff,
        "reports state="
            + (state == null ? "any" : name(state))
            + (before == null ? "" : " before=" + before)
            + " limit="
            + limit,
        index,
        shown.size(),
        answer);
    return answer;
  }

  private static String name(ReportState state) {
    return state == ReportState.OPEN ? "open" : "closed";
  }

  /// @param reason why; the reporter does not see it
  record ReportClosing(ReportOutcome outcome, @Schema(minLength = 1) String reason) {}

  @Operation(
      summary = "Closes a report",
      description = "The reporter sees that it is closed, and neither the outcome nor the reason.")
  @PostMapping("/api/audit/reports/{id}/close")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> closeReport(
      Staff staff, @PathVariable String id, @RequestBody ReportClosing body) {
    staff.require(StaffScope.MODERATE);
    ReportId report = new ReportId(id);
    PersonId reporter =
        ask(new FindReport(report)).stream()
            .map(FoundReports.One::reporter)
            .findFirst()
            .orElseThrow(() -> new Rejected(Reason.REPORT_NOT_FOUND));
    return commands
        .<ReportReceipt>send(
            new CloseReport(reporter, report, staff.person(), body.outcome(), body.reason()))
        .thenApply(_ -> null);
  }

  /// @throws Rejected `views_unavailable`
  private List<FoundReports.One> ask(Object query) {
    try {
      return queries
          .query(query, ResponseTypes.instanceOf(FoundReports.class))
          .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .join()
          .reports();
    } catch (CompletionException e) {
      Rejected refusal = Rejected.in(e);
      throw refusal == null ? new Rejected(Reason.VIEWS_UNAVAILABLE) : refusal;
    }
  }
}
