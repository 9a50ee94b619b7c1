package info.powow.analytics.query;

import info.powow.analytics.duckdb.Format;
import info.powow.analytics.table.Column;
import info.powow.analytics.table.Table;
import info.powow.domain.Accepted;
import info.powow.domain.CaseId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseCommand.CloseCase;
import info.powow.domain.audit.CaseCommand.OpenCase;
import info.powow.domain.audit.CaseScope;
import info.powow.domain.audit.Cases;
import info.powow.domain.staff.StaffScope;
import info.powow.identity.Staff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// SQL over the history, and prepared reports, for analysts.
@RestController
@Tag(name = "Analytics")
class AnalyticsController {
  private static final int ID_BYTES = 10;
  private static final int MOST_SQL = 16_384;
  private static final Duration USUAL = Duration.ofDays(30);

  private final SecureRandom random = new SecureRandom();
  private final StatisticsCases cases;
  private final Questions questions;
  private final CommandGateway commands;
  private final AnalyticsProperties properties;
  private final Clock clock;

  AnalyticsController(
      StatisticsCases cases,
      Questions questions,
      CommandGateway commands,
      AnalyticsProperties properties,
      Clock clock) {
    this.cases = cases;
    this.questions = questions;
    this.commands = commands;
    this.properties = properties;
    this.clock = clock;
  }

  /// @param purpose what is to be found out
  /// @param basis the legal basis
  /// @param expires within the next 90 days; in 30 days if absent
  record StatisticsToOpen(String purpose, String basis, @Nullable Instant expires) {}

  /// @param purpose absent if the key of the case was destroyed
  record StatisticsCase(
      CaseId caseId,
      PersonId by,
      @Nullable String purpose,
      @Nullable String basis,
      Instant openedAt,
      Instant expires,
      Cases.Status status,
      boolean mine) {}

  record StatisticsCaseList(List<StatisticsCase> cases) {}

  @Operation(
      summary = "Open a case about statistics",
      description = "Every case has pseudonyms of its own; those of two cases cannot be joined.")
  @PostMapping("/api/analytics/cases")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<StatisticsCase> openStatistics(
      Staff staff, @RequestBody StatisticsToOpen body) {
    staff.require(StaffScope.ANALYTICS);
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    OpenCase open =
        new OpenCase(
            new CaseId("s" + HexFormat.of().formatHex(id)),
            staff.person(),
            body.purpose(),
            body.basis(),
            CaseScope.STATISTICS,
            body.expires() == null ? clock.instant().plus(USUAL) : body.expires(),
            false);
    return commands
        .<Accepted>send(open)
        .thenApply(_ ->
            cases
                .all()
                .find(open.caseId())
                .map(found -> shown(staff, open.caseId(), found))
                .orElseThrow(() -> new Rejected(Reason.CASE_NOT_FOUND)));
  }

  @Operation(summary = "The cases about statistics of all analysts, newest first")
  @GetMapping("/api/analytics/cases")
  StatisticsCaseList statisticsCases(Staff staff) {
    List<StatisticsCase> shown = new ArrayList<>();
    cases
        .all()
        .all()
        .forEach((id, found) -> {
          if (found.opened().scope().statistics()) {
            shown.add(shown(staff, id, found));
          }
        });
    return new StatisticsCaseList(shown.reversed().stream().limit(200).toList());
  }

  @PostMapping("/api/analytics/cases/{id}/close")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> closeStatistics(Staff staff, @PathVariable String id) {
    staff.require(StaffScope.ANALYTICS);
    return commands
        .<Accepted>send(new CloseCase(new CaseId(id), staff.person()))
        .thenApply(_ -> null);
  }

  private StatisticsCase shown(Staff staff, CaseId id, Cases.Case found) {
    return new StatisticsCase(
        id,
        found.opened().by(),
        found.opened().purpose(),
        found.opened().basis(),
        found.opened().at(),
        found.opened().expires(),
        found.status(clock.instant()),
        found.opened().by().equals(staff.person()));
  }

  /// @param type as in SQL
  /// @param pseudonym whether it is an id, under a pseudonym of the case
  record SchemaColumn(String name, String type, boolean pseudonym, String meaning) {}

  record SchemaTable(String name, String meaning, List<SchemaColumn> columns) {}

  record ReportTitle(String name, String title, String sql) {}

  record AnalyticsSchema(List<SchemaTable> tables, List<ReportTitle> reports) {}

  @Operation(summary = "The tables and their columns, and the prepared reports")
  @GetMapping("/api/analytics/schema")
  AnalyticsSchema analyticsSchema(Staff staff) {
    staff.require(StaffScope.ANALYTICS);
    return new AnalyticsSchema(
        Arrays.stream(Table.values())
            .map(table ->
                new SchemaTable(
                    table.sql(),
                    table.meaning(),
                    table.columns().stream().map(AnalyticsController::shown).toList()))
            .toList(),
        Arrays.stream(Report.values())
            .map(report ->
                new ReportTitle(
                    report.code(), report.title(), report.sql(properties.smallestGroup())))
            .toList());
  }

  private static SchemaColumn shown(Column column) {
    return new SchemaColumn(
        column.name(),
        column.type().sql(),
        column.type() == Column.Type.PSEUDONYM,
        column.meaning());
  }

  /// @param caseId an open case about statistics that the caller opened
  /// @param sql one SELECT, at most 16,384 characters; recorded verbatim
  /// @param format `json` if absent
  /// @param limit rows of the answer, 1 to the server's maximum
  record Query(String caseId, String sql, @Nullable Format format, @Nullable Integer limit) {}

  /// A JSON answer.
  ///
  /// @param index the index in the log up to which the answer looks
  /// @param rows in the order of the columns
  /// @param cut whether there are more rows
  record QueryAnswer(
      long index, List<QueryColumn> columns, List<List<Object>> rows, long count, boolean cut) {}

  record QueryColumn(String name, String type) {}

  @Operation(
      summary = "Run one SELECT over the history",
      description =
          "The question and the hash of its answer are recorded before the answer is sent. As CSV"
              + " and Parquet, the headers `Powow-Index`, `Powow-Rows` and `Powow-Cut` say what the"
              + " members `index`, `count` and `cut` say as JSON.")
  @ApiResponse(
      responseCode = "200",
      description = "The answer",
      content = {
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = QueryAnswer.class)),
        @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
        @Content(
            mediaType = "application/vnd.apache.parquet",
            schema = @Schema(type = "string", format = "binary"))
      })
  @PostMapping("/api/analytics/query")
  ResponseEntity<Resource> query(Staff staff, @RequestBody Query body) throws IOException {
    staff.require(StaffScope.ANALYTICS);
    if (body.sql().length() > MOST_SQL) {
      throw Rejected.field("sql", "at most 16,384 characters", "more");
    }
    int most = properties.maxRows();
    if (body.limit() != null && (body.limit() < 1 || body.limit() > most)) {
      throw Rejected.field("limit", "1 to " + most, "another number");
    }
    Format format = body.format() == null ? Format.JSON : body.format();
    return sent(
        format,
        questions.ask(
            staff,
            body.caseId(),
            "sql " + body.sql(),
            body.sql(),
            format,
            body.limit() == null ? most : body.limit()));
  }

  @Operation(
      summary = "Run a prepared report",
      description =
          "Groups with fewer people than `powow.analytics.smallest-group` are left out. The answer"
              + " is that of a query.")
  @ApiResponse(
      responseCode = "200",
      description = "The answer",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = QueryAnswer.class)))
  @GetMapping("/api/analytics/reports/{name}")
  ResponseEntity<Resource> report(
      Staff staff,
      @PathVariable String name,
      @Parameter(name = "case", description = "The case in which this is read")
          @RequestParam("case")
          String caseId)
      throws IOException {
    staff.require(StaffScope.ANALYTICS);
    Report report = Report.named(name).orElseThrow(() -> new Rejected(Reason.NOT_FOUND));
    return sent(
        Format.JSON,
        questions.ask(
            staff,
            caseId,
            "report " + report.code(),
            report.sql(properties.smallestGroup()),
            Format.JSON,
            properties.maxRows()));
  }

  private static ResponseEntity<Resource> sent(Format format, Questions.Answer answer)
      throws IOException {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .header("Content-Type", format.mediaType())
        .header("Powow-Index", Long.toString(answer.index()))
        .header("Powow-Rows", Long.toString(answer.rows()))
        .header("Powow-Cut", Boolean.toString(answer.cut()))
        .contentLength(answer.bytes())
        .body(
            new InputStreamResource(
                Files.newInputStream(answer.file(), StandardOpenOption.DELETE_ON_CLOSE)));
  }
}
