package info.powow.audit;

import info.powow.domain.Accepted;
import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.Cases;
import info.powow.domain.audit.Cases.Status;
import info.powow.domain.audit.RecordLook.RecordRefusal;
import info.powow.domain.erasure.Erasures;
import info.powow.domain.erasure.Erasures.Deferred;
import info.powow.domain.erasure.Erasures.Hold;
import info.powow.domain.erasure.HoldCommand.PlaceHold;
import info.powow.domain.erasure.HoldCommand.ReleaseHold;
import info.powow.domain.staff.StaffScope;
import info.powow.identity.Staff;
import io.swagger.v3.oas.annotations.Operation;
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

/// Legal holds: what is under one stays readable in its case when its author is erased.
@RestController
@Tag(name = "Audit")
class HoldController {
  private static final int ID_BYTES = 10;

  private final SecureRandom random = new SecureRandom();
  private final LoggedCases cases;
  private final LoggedConversations conversations;
  private final HeldWords held;
  private final CommandGateway commands;
  private final Clock clock;

  HoldController(
      LoggedCases cases,
      LoggedConversations conversations,
      HeldWords held,
      CommandGateway commands,
      Clock clock) {
    this.cases = cases;
    this.conversations = conversations;
    this.held = held;
    this.commands = commands;
    this.clock = clock;
  }

  /// The state of a hold.
  enum HoldStatus {
    IN_FORCE,
    /// The keys that it kept are being destroyed.
    RELEASED,
    /// The keys are destroyed.
    ENDED
  }

  /// @param people those whose words are held in all of their conversations
  /// @param conversations those in which everybody's words are held
  record HoldToPlace(
      @Nullable List<PersonId> people, @Nullable List<ConversationId> conversations) {}

  /// @param erased people who were erased as far as this hold allows
  /// @param keys how many keys were destroyed when it ended
  record AuditHold(
      HoldId holdId,
      CaseId caseId,
      HoldStatus status,
      PersonId by,
      List<PersonId> people,
      List<ConversationId> conversations,
      Instant placedAt,
      List<PersonId> erased,
      @Nullable PersonId releasedBy,
      @Nullable Instant releasedAt,
      @Nullable Instant endedAt,
      @Nullable Integer keys) {}

  record AuditHolds(List<AuditHold> holds) {}

  @Operation(
      summary = "Places a legal hold",
      description =
          "The case has to be open and to cover what is held; whoever opened it. From now on, erasing somebody leaves"
              + " what is held readable in this case, and nowhere else. It stays in force until it is released, also"
              + " after the case has ended.")
  @PostMapping("/api/audit/cases/{id}/holds")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<AuditHold> placeHold(
      Staff staff, @PathVariable String id, @RequestBody HoldToPlace body) {
    staff.require(StaffScope.HOLD);
    CaseId caseId = new CaseId(id);
    byte[] random = new byte[ID_BYTES];
    this.random.nextBytes(random);
    PlaceHold place =
        new PlaceHold(
            new HoldId("h" + HexFormat.of().formatHex(random)),
            caseId,
            staff.person(),
            Objects.requireNonNullElse(body.people(), List.of()),
            Objects.requireNonNullElse(body.conversations(), List.of()));
    boolean covered =
        cases
            .all()
            .find(caseId)
            .filter(found -> found.status(clock.instant()) == Status.OPEN && covers(found, place))
            .isPresent();
    if (!covered) {
      return refused(staff, caseId, "hold");
    }
    return commands
        .<Accepted>send(place)
        .thenApply(_ -> {
          Erasures erasures = held.erasures();
          return shown(erasures, Objects.requireNonNull(erasures.holds().get(place.holdId())));
        });
  }

  private boolean covers(Cases.Case found, PlaceHold place) {
    return place.people().stream().allMatch(found.opened().scope()::covers)
        && place.conversations().stream()
            .map(each -> conversations.read(each, null, null))
            .allMatch(then ->
                then.head() != null
                    && found.opened().scope().covers(then.id(), then.timeline().people()));
  }

  @Operation(summary = "The holds of a case, also those that ended")
  @GetMapping("/api/audit/cases/{id}/holds")
  AuditHolds holds(Staff staff, @PathVariable String id) {
    CaseId caseId = new CaseId(id);
    if (cases.all().find(caseId).isEmpty()) {
      throw new Rejected(Reason.CASE_NOT_FOUND);
    }
    Erasures erasures = held.erasures();
    List<AuditHold> holds = new ArrayList<>();
    for (Hold hold : erasures.holds().values()) {
      if (hold.placed().caseId().equals(caseId)) {
        holds.add(shown(erasures, hold));
      }
    }
    return new AuditHolds(holds);
  }

  @Operation(
      summary = "Releases a hold",
      description =
          "Also when the case has ended. The keys that it kept are destroyed, and erasures that waited for it end by"
              + " themselves. There is no way back.")
  @PostMapping("/api/audit/cases/{id}/holds/{hold}/release")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> releaseHold(
      Staff staff, @PathVariable String id, @PathVariable String hold) {
    staff.require(StaffScope.HOLD);
    CaseId caseId = new CaseId(id);
    HoldId holdId = new HoldId(hold);
    Hold found = held.erasures().holds().get(holdId);
    if (found == null || !found.placed().caseId().equals(caseId)) {
      return refused(staff, caseId, "release " + hold);
    }
    return commands
        .<Accepted>send(new ReleaseHold(holdId, caseId, staff.person()))
        .thenApply(_ -> null);
  }

  private <T> CompletableFuture<T> refused(Staff staff, CaseId caseId, String query) {
    return commands
        .<CaseEvent>send(new RecordRefusal(caseId, staff.person(), staff.tokenId(), query))
        .thenApply(_ -> {
          throw new Rejected(Reason.CASE_NOT_FOUND);
        });
  }

  private static AuditHold shown(Erasures erasures, Hold hold) {
    List<PersonId> erased = new ArrayList<>();
    erasures
        .all()
        .forEach((person, erasure) -> {
          if (erasure instanceof Deferred deferred
              && deferred.deferred().holds().contains(hold.placed().holdId())) {
            erased.add(person);
          }
        });
    return new AuditHold(
        hold.placed().holdId(),
        hold.placed().caseId(),
        hold.ended() != null
            ? HoldStatus.ENDED
            : hold.isInForce() ? HoldStatus.IN_FORCE : HoldStatus.RELEASED,
        hold.placed().by(),
        hold.placed().people(),
        hold.placed().conversations(),
        hold.placed().at(),
        erased,
        hold.released() == null ? null : hold.released().by(),
        hold.released() == null ? null : hold.released().at(),
        hold.ended() == null ? null : hold.ended().at(),
        hold.ended() == null ? null : hold.ended().keys());
  }
}
