package info.powow.audit;

import info.powow.domain.Accepted;
import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseCommand.ApproveCase;
import info.powow.domain.audit.CaseCommand.CloseCase;
import info.powow.domain.audit.CaseCommand.OpenCase;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.CaseEvent.BundleFetched;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.CaseEvent.LookRefused;
import info.powow.domain.audit.CaseEvent.Looked;
import info.powow.domain.audit.CaseScope;
import info.powow.domain.audit.Cases;
import info.powow.domain.staff.StaffScope;
import info.powow.eventlog.LoggedEvent;
import info.powow.identity.Staff;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Opens, lists, approves and closes cases.
@RestController
@Tag(name = "Audit")
class CaseController {
  private static final int ID_BYTES = 10;
  private static final int MOST_CASES = 200;
  private static final int MOST_LOOKS = 500;

  /// The id under which reads without a case are recorded: of analysts, and of reports. No real case has it.
  private static final CaseId STANDING = new CaseId("standing");

  private final SecureRandom random = new SecureRandom();
  private final LoggedCases cases;
  private final CommandGateway commands;
  private final AuditProperties properties;
  private final Clock clock;

  CaseController(
      LoggedCases cases, CommandGateway commands, AuditProperties properties, Clock clock) {
    this.cases = cases;
    this.commands = commands;
    this.properties = properties;
    this.clock = clock;
  }

  /// @param purpose what is to be found out
  /// @param basis the legal basis, such as a court order
  /// @param conversations those that may be read
  /// @param people whose conversations may be read
  /// @param expires within the next 90 days
  record CaseToOpen(
      String purpose,
      String basis,
      @Nullable List<ConversationId> conversations,
      @Nullable List<PersonId> people,
      Instant expires) {}

  /// @param purpose absent if the key of the case was destroyed
  /// @param statistics whether it is about statistics: nothing in it can be read by audits
  /// @param mine whether I opened it
  /// @param approvedBy who approved it, where that is needed
  record AuditCase(
      CaseId caseId,
      PersonId by,
      @Nullable String purpose,
      @Nullable String basis,
      List<ConversationId> conversations,
      List<PersonId> people,
      boolean statistics,
      Instant openedAt,
      Instant expires,
      Cases.Status status,
      boolean mine,
      boolean needsApproval,
      @Nullable PersonId approvedBy,
      @Nullable Instant closedAt) {}

  record AuditCases(List<AuditCase> cases) {}

  @PostMapping("/api/audit/cases")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<AuditCase> openCase(Staff staff, @RequestBody CaseToOpen body) {
    staff.require(StaffScope.AUDIT);
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    OpenCase open =
        new OpenCase(
            new CaseId("a" + HexFormat.of().formatHex(id)),
            staff.person(),
            body.purpose(),
            body.basis(),
            new CaseScope(
                Objects.requireNonNullElse(body.conversations(), List.of()),
                Objects.requireNonNullElse(body.people(), List.of())),
            body.expires(),
            properties.fourEyes());
    return commands.<Accepted>send(open).thenApply(_ -> require(staff, open.caseId()));
  }

  /// Cases of all auditors, newest first: auditors can see what the others do.
  @GetMapping("/api/audit/cases")
  AuditCases cases(Staff staff) {
    List<AuditCase> all = new ArrayList<>();
    cases.all().all().forEach((id, found) -> all.add(shown(staff, id, found)));
    return new AuditCases(all.reversed().stream().limit(MOST_CASES).toList());
  }

  @GetMapping("/api/audit/cases/{id}")
  AuditCase oneCase(Staff staff, @PathVariable String id) {
    return require(staff, new CaseId(id));
  }

  /// @param query what was asked
  /// @param refused whether it was refused; then there is no answer, and no hash
  /// @param hash SHA-256 of the answer
  record Look(
      Instant at,
      PersonId by,
      String query,
      boolean refused,
      @Nullable Long index,
      @Nullable Integer rows,
      @Nullable String hash) {}

  record AuditLooks(List<Look> looks) {}

  /// What was read in a case, newest first, at most 500; or what was read without a case, under
  /// `standing`: by analysts, and reports by moderators.
  @GetMapping("/api/audit/cases/{id}/looks")
  AuditLooks looks(Staff staff, @PathVariable String id) {
    CaseId asked = new CaseId(id);
    CaseId caseId = asked.equals(STANDING) ? asked : require(staff, asked).caseId();
    List<Look> looks = new ArrayList<>();
    for (LoggedEvent logged : cases.looks(caseId, MOST_LOOKS)) {
      if (logged.event() instanceof CaseEvent event) {
        switch (event) {
          case Looked looked ->
              looks.add(
                  new Look(
                      looked.at(),
                      looked.by(),
                      looked.query(),
                      false,
                      looked.index(),
                      looked.rows(),
                      looked.hash()));
          case LookRefused refused ->
              looks.add(
                  new Look(refused.at(), refused.by(), refused.query(), true, null, null, null));
          case BundleMade made ->
              looks.add(
                  new Look(
                      made.at(),
                      made.by(),
                      made.query(),
                      false,
                      made.index(),
                      (int) Math.min(Integer.MAX_VALUE, made.events()),
                      made.hash()));
          case BundleFetched fetched ->
              looks.add(
                  new Look(
                      fetched.at(),
                      fetched.by(),
                      "fetch " + fetched.bundleId() + " from=" + fetched.from(),
                      false,
                      null,
                      null,
                      null));
          case CaseEvent.CaseOpened _, CaseEvent.CaseApproved _, CaseEvent.CaseClosed _ -> {}
        }
      }
    }
    return new AuditLooks(looks);
  }

  @PostMapping("/api/audit/cases/{id}/approve")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> approveCase(Staff staff, @PathVariable String id) {
    staff.require(StaffScope.APPROVE);
    return commands
        .<Accepted>send(new ApproveCase(new CaseId(id), staff.person()))
        .thenApply(_ -> null);
  }

  @PostMapping("/api/audit/cases/{id}/close")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> closeCase(Staff staff, @PathVariable String id) {
    staff.require(StaffScope.AUDIT);
    return commands
        .<Accepted>send(new CloseCase(new CaseId(id), staff.person()))
        .thenApply(_ -> null);
  }

  private AuditCase require(Staff staff, CaseId id) {
    return cases
        .all()
        .find(id)
        .map(found -> shown(staff, id, found))
        .orElseThrow(() -> new Rejected(Reason.CASE_NOT_FOUND));
  }

  private AuditCase shown(Staff staff, CaseId id, Cases.Case found) {
    CaseEvent.CaseOpened opened = found.opened();
    return new AuditCase(
        id,
        opened.by(),
        opened.purpose(),
        opened.basis(),
        opened.scope().conversations(),
        opened.scope().people(),
        opened.scope().statistics(),
        opened.at(),
        opened.expires(),
        found.status(clock.instant()),
        opened.by().equals(staff.person()),
        opened.needsApproval(),
        found.approvedBy(),
        found.closedAt());
  }
}
