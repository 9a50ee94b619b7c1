package info.powow.domain.audit;

import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseCommand.ApproveCase;
import info.powow.domain.audit.CaseCommand.CloseCase;
import info.powow.domain.audit.CaseCommand.OpenCase;
import info.powow.domain.audit.CaseEvent.BundleFetched;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.CaseEvent.CaseApproved;
import info.powow.domain.audit.CaseEvent.CaseClosed;
import info.powow.domain.audit.CaseEvent.CaseOpened;
import info.powow.domain.audit.CaseEvent.LookRefused;
import info.powow.domain.audit.CaseEvent.Looked;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All cases of the installation.
///
/// @param all in the order in which they were opened
public record Cases(Map<CaseId, Case> all) {
  public static final Cases NONE = new Cases(Map.of());

  private static final Duration LONGEST = Duration.ofDays(90);

  public Cases {
    // Keeps the order, unlike Map.copyOf.
    all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
  }

  /// Whether something can be read in a case.
  public enum Status {
    /// Somebody else has to approve it first.
    WAITING,
    OPEN,
    EXPIRED,
    CLOSED
  }

  /// @param opened how it began; without its texts if its key was destroyed
  /// @param approvedBy null if nobody has approved it yet, or nobody needs to
  /// @param closedAt null while it is not closed
  public record Case(CaseOpened opened, @Nullable PersonId approvedBy, @Nullable Instant closedAt) {
    public Status status(Instant now) {
      if (closedAt != null) {
        return Status.CLOSED;
      }
      if (!now.isBefore(opened.expires())) {
        return Status.EXPIRED;
      }
      return opened.needsApproval() && approvedBy == null ? Status.WAITING : Status.OPEN;
    }

    /// Whether this person may read in this case now: the auditor who opened it, while it is open.
    public boolean isOpenTo(PersonId person, Instant now) {
      return opened.by().equals(person) && status(now) == Status.OPEN;
    }
  }

  public Optional<Case> find(CaseId id) {
    return Optional.ofNullable(all.get(id));
  }

  /// Cases that have ended and named a person, or one of these conversations, in the order in which
  /// they were opened.
  public List<Case> endedAbout(PersonId person, Set<ConversationId> conversations, Instant now) {
    return all.values().stream()
        .filter(found ->
            switch (found.status(now)) {
              case EXPIRED, CLOSED -> found.opened().scope().concerns(person, conversations);
              case WAITING, OPEN -> false;
            })
        .toList();
  }

  /// @throws Rejected `case_not_found`, `not_your_own_case`
  public static List<CaseEvent> decide(Cases state, CaseCommand command, Instant now) {
    return switch (command) {
      case OpenCase open -> {
        if (state.all.containsKey(open.caseId())) {
          yield List.of();
        }
        if (!open.expires().isAfter(now) || open.expires().isAfter(now.plus(LONGEST))) {
          throw Rejected.field("expires", "a time within the next 90 days", "another time");
        }
        yield List.of(
            new CaseOpened(
                open.caseId(),
                open.by(),
                open.purpose(),
                open.basis(),
                open.scope(),
                open.expires(),
                open.needsApproval(),
                now));
      }
      case ApproveCase approve -> {
        Case found = state.require(approve.caseId());
        if (found.opened().by().equals(approve.by())) {
          throw new Rejected(Reason.SELF_APPROVAL);
        }
        yield found.status(now) == Status.WAITING
            ? List.of(new CaseApproved(approve.caseId(), approve.by(), now))
            : List.of();
      }
      case CloseCase close -> {
        Case found = state.require(close.caseId());
        if (!found.opened().by().equals(close.by())) {
          throw new Rejected(Reason.CASE_NOT_FOUND);
        }
        yield found.closedAt() == null
            ? List.of(new CaseClosed(close.caseId(), close.by(), now))
            : List.of();
      }
    };
  }

  private Case require(CaseId id) {
    return find(id).orElseThrow(() -> new Rejected(Reason.CASE_NOT_FOUND));
  }

  public static Cases evolve(Cases state, CaseEvent event) {
    Map<CaseId, Case> all = new LinkedHashMap<>(state.all);
    switch (event) {
      case CaseOpened opened -> all.put(opened.caseId(), new Case(opened, null, null));
      case CaseApproved approved ->
          all.computeIfPresent(
              approved.caseId(),
              (_, found) -> new Case(found.opened(), approved.by(), found.closedAt()));
      case CaseClosed closed ->
          all.computeIfPresent(
              closed.caseId(),
              (_, found) -> new Case(found.opened(), found.approvedBy(), closed.at()));
      case Looked _, LookRefused _, BundleMade _, BundleFetched _ -> {}
    }
    return new Cases(all);
  }
}
