package info.powow.query.audit;

import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.CaseEvent.Looked;
import info.powow.domain.audit.Cases;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads from the log which audits concerned a person. Only cases that have ended are told, so that
/// nobody is warned.
public final class AuditsOfPeople {
  private static final int MOST_CASES = 200;
  private static final int MOST_RECORDS = 10_000;

  private final EventSource log;
  private final boolean tells;
  private final Clock clock;

  AuditsOfPeople(EventSource log, boolean tells, Clock clock) {
    this.log = log;
    this.tells = tells;
    this.clock = clock;
  }

  /// An audit that concerned somebody.
  ///
  /// @param by the auditor
  /// @param purpose absent if the key of the case was destroyed
  /// @param looks how many answers the auditor was given, up to 10,000
  /// @param bundles how many files were made for others
  public record PastAudit(
      CaseId caseId,
      PersonId by,
      @Nullable String purpose,
      @Nullable String basis,
      Instant openedAt,
      Instant endedAt,
      int looks,
      int bundles,
      @Nullable Instant firstLook,
      @Nullable Instant lastLook) {}

  /// Whether people are told of audits at all.
  public boolean tells() {
    return tells;
  }

  /// Cases in which something was read, at most the 200 newest, newest first.
  ///
  /// @param conversations all that the person is or was a member of
  public List<PastAudit> of(PersonId person, Set<ConversationId> conversations) {
    if (!tells) {
      return List.of();
    }
    Cases cases = Cases.NONE;
    Iterator<LoggedEvent> events = log.iterate("cases", 0);
    while (events.hasNext()) {
      if (events.next().event() instanceof CaseEvent event) {
        cases = Cases.evolve(cases, event);
      }
    }
    List<PastAudit> audits = new ArrayList<>();
    for (Cases.Case each : cases.endedAbout(person, conversations, clock.instant()).reversed()) {
      PastAudit audit = audit(each);
      if (audit.looks() + audit.bundles() > 0) {
        audits.add(audit);
      }
      if (audits.size() == MOST_CASES) {
        break;
      }
    }
    return audits;
  }

  private PastAudit audit(Cases.Case found) {
    CaseEvent.CaseOpened opened = found.opened();
    int looks = 0;
    int bundles = 0;
    Instant first = null;
    Instant last = null;
    Iterator<LoggedEvent> records = log.iterate("case:" + opened.caseId().value(), 0);
    for (int i = 0; i < MOST_RECORDS && records.hasNext(); i++) {
      Object record = records.next().event();
      if (record instanceof Looked looked) {
        looks++;
        first = first == null ? looked.at() : first;
        last = looked.at();
      } else if (record instanceof BundleMade) {
        bundles++;
      }
    }
    return new PastAudit(
        opened.caseId(),
        opened.by(),
        opened.purpose(),
        opened.basis(),
        opened.at(),
        found.closedAt() == null ? opened.expires() : found.closedAt(),
        looks,
        bundles,
        first,
        last);
  }
}
