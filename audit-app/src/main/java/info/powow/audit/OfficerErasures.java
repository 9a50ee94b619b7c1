package info.powow.audit;

import info.powow.domain.Accepted;
import info.powow.domain.CaseId;
import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.Cases.Status;
import info.powow.domain.audit.RecordLook.RecordRefusal;
import info.powow.domain.erasure.ErasureCommand.AskErasure;
import info.powow.domain.erasure.ErasureEvent;
import info.powow.domain.erasure.Erasures.Asked;
import info.powow.domain.erasure.Erasures.Begun;
import info.powow.domain.erasure.Erasures.Deferred;
import info.powow.domain.erasure.Erasures.Done;
import info.powow.domain.erasure.StoreReport;
import info.powow.domain.staff.StaffScope;
import info.powow.identity.Staff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Erasures, for officers, within a case that says why.
@RestController
@Tag(name = "Audits")
class OfficerErasures {
  private final LoggedCases cases;
  private final HeldWords held;
  private final CommandGateway commands;
  private final Clock clock;

  OfficerErasures(LoggedCases cases, HeldWords held, CommandGateway commands, Clock clock) {
    this.cases = cases;
    this.held = held;
    this.commands = commands;
    this.clock = clock;
  }

  /// The progress of an erasure.
  enum ErasureStatus {
    /// It begins when it is due. The person can withdraw it until then.
    WAITING,
    RUNNING,
    /// Everything except what is under a legal hold is erased.
    HELD,
    DONE
  }

  /// @param by the person who requested it; absent if it follows from a destroyed key after a
  ///     restore
  /// @param caseId absent if the person asked
  /// @param doneAt when it was completed, apart from what is under a hold
  /// @param stores what each store had deleted by then
  /// @param holds the holds that keep something for their cases; absent if there are none
  record AuditErasure(
      PersonId personId,
      ErasureStatus status,
      @Nullable PersonId by,
      @Nullable CaseId caseId,
      @Nullable Instant askedAt,
      @Nullable Instant due,
      @Nullable Instant doneAt,
      @Nullable List<StoreReport> stores,
      @Nullable Integer conversations,
      @Nullable List<HoldId> holds) {}

  @Operation(
      summary = "Erase a person",
      description =
          "The case has to be open and to name the person; whoever opened it. Asking again changes nothing.")
  @PostMapping("/api/audit/people/{id}/erasure")
  @ResponseStatus(HttpStatus.ACCEPTED)
  CompletableFuture<AuditErasure> orderErasure(
      Staff staff,
      @PathVariable String id,
      @Parameter(name = "case", description = "The case that says why") @RequestParam("case")
          String caseId) {
    staff.require(StaffScope.ERASE);
    PersonId person = new PersonId(id);
    CaseId reason = new CaseId(caseId);
    boolean covered =
        cases
            .all()
            .find(reason)
            .filter(found ->
                found.status(clock.instant()) == Status.OPEN
                    && found.opened().scope().covers(person))
            .isPresent();
    if (!covered) {
      return commands
          .<CaseEvent>send(
              new RecordRefusal(reason, staff.person(), staff.tokenId(), "erasure " + id))
          .thenApply(_ -> {
            throw new Rejected(Reason.CASE_NOT_FOUND);
          });
    }
    return commands
        .<Accepted>send(new AskErasure(person, staff.person(), reason))
        .thenApply(_ -> shown(person));
  }

  @Operation(summary = "How far the erasure of a person is, and its report")
  @GetMapping("/api/audit/people/{id}/erasure")
  AuditErasure erasureOf(Staff staff, @PathVariable String id) {
    staff.require(StaffScope.ERASE);
    return shown(new PersonId(id));
  }

  private AuditErasure shown(PersonId person) {
    return switch (held.erasures().find(person).orElseThrow(() -> new Rejected(Reason.NOT_FOUND))) {
      case Asked asked -> shown(person, ErasureStatus.WAITING, asked.asked(), Report.NONE);
      case Begun begun -> shown(person, ErasureStatus.RUNNING, begun.asked(), Report.NONE);
      case Deferred deferred -> {
        ErasureEvent.ErasureDeferred found = deferred.deferred();
        yield shown(
            person,
            ErasureStatus.HELD,
            deferred.asked(),
            new Report(found.at(), found.stores(), found.conversations(), found.holds()));
      }
      case Done done ->
          shown(
              person,
              ErasureStatus.DONE,
              done.asked(),
              new Report(
                  done.done().at(), done.done().stores(), done.done().conversations(), null));
    };
  }

  /// @param holds the holds that keep something
  private record Report(
      @Nullable Instant at,
      @Nullable List<StoreReport> stores,
      @Nullable Integer conversations,
      @Nullable List<HoldId> holds) {
    static final Report NONE = new Report(null, null, null, null);
  }

  private static AuditErasure shown(
      PersonId person,
      ErasureStatus status,
      ErasureEvent.@Nullable ErasureAsked asked,
      Report report) {
    return new AuditErasure(
        person,
        status,
        asked == null ? null : asked.by(),
        asked == null ? null : asked.caseId(),
        asked == null ? null : asked.at(),
        asked == null ? null : asked.due(),
        report.at(),
        report.stores(),
        report.conversations(),
        report.holds());
  }
}
