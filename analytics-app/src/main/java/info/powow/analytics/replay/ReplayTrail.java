package info.powow.analytics.replay;

import info.powow.domain.CaseId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.CaseEvent.Looked;
import info.powow.domain.audit.Cases;
import info.powow.domain.audit.RecordLook;
import info.powow.domain.audit.RecordLook.RecordAnswer;
import info.powow.domain.audit.RecordLook.RecordRefusal;
import info.powow.domain.audit.RecordLook.RecordStandingAnswer;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.identity.Staff;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;

/// Records what is read in a replay, durably and before it is answered: in the case or, without
/// one, under the standing purpose.
final class ReplayTrail {
  private static final long TIMEOUT_SECONDS = 10;
  private static final String CASES = "cases";

  private final EventSource log;
  private final CommandGateway commands;
  private final Clock clock;

  ReplayTrail(EventSource log, CommandGateway commands, Clock clock) {
    this.log = log;
    this.commands = commands;
    this.clock = clock;
  }

  /// Returns the case if this person may read in it now. A refusal is recorded.
  ///
  /// @throws Rejected `case_not_found`
  Cases.Case require(Staff staff, CaseId id, String query) {
    Cases cases = Cases.NONE;
    Iterator<LoggedEvent> events = log.iterate(CASES, 0);
    while (events.hasNext()) {
      if (events.next().event() instanceof CaseEvent event) {
        cases = Cases.evolve(cases, event);
      }
    }
    return cases
        .find(id)
        .filter(found -> found.isOpenTo(staff.person(), clock.instant()))
        .orElseThrow(() -> refused(staff, id, query));
  }

  private Rejected refused(Staff staff, CaseId id, String query) {
    CaseEvent _ = send(new RecordRefusal(id, staff.person(), staff.tokenId(), query));
    return new Rejected(Reason.CASE_NOT_FOUND);
  }

  /// @param id null under the standing purpose
  /// @param covered whether the case covers the answer
  /// @param answer the content of the answer
  /// @throws Rejected `case_not_found` if the case does not allow the read, or not any more
  void record(
      Staff staff,
      @Nullable CaseId id,
      String query,
      long index,
      long rows,
      boolean covered,
      byte[] answer) {
    int counted = (int) Math.min(Integer.MAX_VALUE, rows);
    RecordLook look =
        id == null
            ? new RecordStandingAnswer(
                staff.person(), staff.tokenId(), query, index, counted, hash(answer))
            : new RecordAnswer(
                id, staff.person(), staff.tokenId(), query, index, counted, hash(answer), covered);
    if (!(send(look) instanceof Looked)) {
      throw new Rejected(Reason.CASE_NOT_FOUND);
    }
  }

  private CaseEvent send(RecordLook look) {
    try {
      return commands.<CaseEvent>send(look).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      Rejected refusal = Rejected.in(e);
      throw refusal == null ? new Rejected(Reason.LOG_UNAVAILABLE) : refusal;
    }
  }

  private static String hash(byte[] answer) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(answer));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
