package info.powow.analytics.query;

import info.powow.domain.CaseId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.CaseEvent.Looked;
import info.powow.domain.audit.Cases;
import info.powow.domain.audit.RecordLook;
import info.powow.domain.audit.RecordLook.RecordAnswer;
import info.powow.domain.audit.RecordLook.RecordRefusal;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.identity.Staff;
import java.time.Clock;
import java.util.Iterator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;

/// The cases of analysts, and the record of their queries.
final class StatisticsCases {
  private static final String STREAM = "cases";
  private static final long TIMEOUT_SECONDS = 10;

  private final EventSource log;
  private final CommandGateway commands;
  private final Clock clock;

  StatisticsCases(EventSource log, CommandGateway commands, Clock clock) {
    this.log = log;
    this.commands = commands;
    this.clock = clock;
  }

  /// Read from the log, so everything acknowledged is included.
  Cases all() {
    Cases cases = Cases.NONE;
    Iterator<LoggedEvent> events = log.iterate(STREAM, 0);
    while (events.hasNext()) {
      if (events.next().event() instanceof CaseEvent event) {
        cases = Cases.evolve(cases, event);
      }
    }
    return cases;
  }

  /// @param query the query, as it is recorded if it is refused
  /// @throws Rejected `case_not_found`, whatever is wrong with the case
  CaseId requireOpen(Staff staff, String caseId, String query) {
    CaseId id = Rejected.at("caseId", () -> new CaseId(caseId));
    boolean open =
        all()
            .find(id)
            .filter(found -> found.opened().scope().statistics())
            .filter(found -> found.isOpenTo(staff.person(), clock.instant()))
            .isPresent();
    if (!open) {
      recordRefusal(staff, id, query);
      throw new Rejected(Reason.CASE_NOT_FOUND);
    }
    return id;
  }

  void recordRefusal(Staff staff, CaseId id, String query) {
    CaseEvent _ = record(new RecordRefusal(id, staff.person(), staff.tokenId(), query));
  }

  /// Durable when it returns.
  ///
  /// @throws Rejected `case_not_found` if the case was closed meanwhile; `log_unavailable`
  void recordAnswer(Staff staff, CaseId id, String query, long index, long rows, String hash) {
    RecordAnswer answer =
        new RecordAnswer(
            id,
            staff.person(),
            staff.tokenId(),
            query,
            index,
            (int) Math.min(rows, Integer.MAX_VALUE),
            hash,
            true);
    if (!(record(answer) instanceof Looked)) {
      throw new Rejected(Reason.CASE_NOT_FOUND);
    }
  }

  private CaseEvent record(RecordLook look) {
    try {
      return commands.<CaseEvent>send(look).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      Rejected refusal = Rejected.in(e);
      throw refusal == null ? new Rejected(Reason.LOG_UNAVAILABLE) : refusal;
    }
  }
}
