package info.powow.audit;

import info.powow.domain.Accepted;
import info.powow.domain.CaseId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.Cases.Status;
import info.powow.domain.audit.RecordLook.RecordRefusal;
import info.powow.domain.erasure.ErasureCommand.AskErasure;
import info.powow.domain.erasure.ErasureEvent;
import info.powow.domain.erasure.Erasures;
import info.powow.domain.erasure.Erasures.Asked;
import info.powow.domain.erasure.Erasures.Begun;
import info.powow.domain.erasure.Erasures.Done;
import info.powow.domain.erasure.StoreReport;
import info.powow.domain.staff.StaffScope;
import info.powow.eventlog.EventSource;
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

/// Erasures, for officers: within a case, which says why.
@RestController
@Tag(name = "Audits")
class ErasureOrders {
  private final LoggedCases cases;
  private final EventSource log;
  private final CommandGateway commands;
  private final Clock clock;

  ErasureOrders(LoggedCases cases, EventSource log, CommandGateway commands, Clock clock) {
    this.cases = cases;
    this.log = log;
    this.commands = commands;
    this.clock = clock;
  }

  /// How far an erasure is.
  enum ErasureStatus {
    /// It begins when it is due. The person can withdraw it until then.
    WAITING,
    RUNNING,
    DONE
  }

  /// @param by who asked; absent if it follows from a key that is destroyed, after a restore
  /// @param caseId absent if the person asked
  /// @param stores what each store has deleted, when it is done
  record AuditErasure(
      PersonId personId,
      ErasureStatus status,
      @Nullable PersonId by,
      @Nullable CaseId caseId,
      @Nullable Instant askedAt,
      @Nullable Instant due,
      @Nullable Instant doneAt,
      @Nullable List<StoreReport> stores,
      @Nullable Integer conversations) {}

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
    Erasures erasures = Erasures.NONE;
    var events = log.iterate(Erasures.STREAM, 0);
    while (events.hasNext()) {
      if (events.next().event() instanceof ErasureEvent event) {
        erasures = Erasures.evolve(erasures, event);
      }
    }
    return switch (erasures.find(person).orElseThrow(() -> new Rejected(Reason.NOT_FOUND))) {
      case Asked asked -> shown(person, ErasureStatus.WAITING, asked.asked(), null);
      case Begun begun -> shown(person, ErasureStatus.RUNNING, begun.asked(), null);
      case Done done -> shown(person, ErasureStatus.DONE, done.asked(), done.done());
    };
  }

  private static AuditErasure shown(
      PersonId person,
      ErasureStatus status,
      ErasureEvent.@Nullable ErasureAsked asked,
      ErasureEvent.@Nullable ErasureDone done) {
    return new AuditErasure(
        person,
        status,
        asked == null ? null : asked.by(),
        asked == null ? null : asked.caseId(),
        asked == null ? null : asked.at(),
        asked == null ? null : asked.due(),
        done == null ? null : done.at(),
        done == null ? null : done.stores(),
        done == null ? null : done.conversations());
  }
}
