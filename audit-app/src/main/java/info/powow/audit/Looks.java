package info.powow.audit;

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
import info.powow.domain.staff.StaffScope;
import info.powow.identity.Staff;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.axonframework.commandhandling.gateway.CommandGateway;
import tools.jackson.databind.json.JsonMapper;

/// Answers the queries of auditors: only within an open case, and only after the look was recorded
/// durably. If the log accepts no writes, there is no answer.
final class Looks {
  private static final long TIMEOUT_SECONDS = 10;

  private final LoggedCases cases;
  private final CommandGateway commands;
  private final JsonMapper json;
  private final Clock clock;
  private final Semaphore permits;

  Looks(LoggedCases cases, CommandGateway commands, JsonMapper json, Clock clock, int concurrency) {
    this.cases = cases;
    this.commands = commands;
    this.json = json;
    this.clock = clock;
    this.permits = new Semaphore(concurrency);
  }

  /// @param covered whether the scope of the case covers the answer
  /// @param index the index in the log up to which the answer looks
  /// @param rows the number of rows in the answer
  record Answer<T>(boolean covered, long index, int rows, T body) {}

  /// Reads the answer from the log.
  @FunctionalInterface
  interface Reader<T> {
    Answer<T> read(Cases.Case found);
  }

  /// @param query the query as it is recorded
  /// @throws Rejected `case_not_found`, whatever is wrong with the case
  <T> T look(Staff staff, String caseId, String query, Reader<T> reader) {
    CaseId id = new CaseId(caseId);
    Cases.Case found = openCase(staff, id, query);
    Answer<T> answer = limited(() -> reader.read(found));
    RecordAnswer record =
        new RecordAnswer(
            id,
            staff.person(),
            staff.tokenId(),
            query,
            answer.index(),
            answer.rows(),
            hash(json.writeValueAsBytes(answer.body())),
            answer.covered());
    if (!(record(record) instanceof Looked)) {
      throw new Rejected(Reason.CASE_NOT_FOUND);
    }
    return answer.body();
  }

  /// Records what is answered without a case. The purpose is the reason of the staff token.
  ///
  /// @throws Rejected `log_unavailable`; then the answer must not leave
  void standing(Staff staff, String query, long index, int rows, Object answer) {
    CaseEvent _ =
        record(
            new RecordStandingAnswer(
                staff.person(),
                staff.tokenId(),
                query,
                index,
                rows,
                hash(json.writeValueAsBytes(answer))));
  }

  /// The case, if this person may read in it now.
  ///
  /// @throws Rejected `case_not_found`, which is recorded
  Cases.Case openCase(Staff staff, CaseId id, String query) {
    staff.require(StaffScope.AUDIT);
    return cases
        .all()
        .find(id)
        .filter(each -> each.isOpenTo(staff.person(), clock.instant()))
        .orElseThrow(() -> refused(new RecordRefusal(id, staff.person(), staff.tokenId(), query)));
  }

  Rejected refused(RecordRefusal refusal) {
    CaseEvent _ = record(refusal);
    return new Rejected(Reason.CASE_NOT_FOUND);
  }

  /// @return what was recorded, once it is durable
  /// @throws Rejected `log_unavailable`
  CaseEvent record(RecordLook look) {
    try {
      return commands.<CaseEvent>send(look).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      Rejected refusal = Rejected.in(e);
      throw refusal == null ? new Rejected(Reason.LOG_UNAVAILABLE) : refusal;
    }
  }

  private <T> Answer<T> limited(Supplier<Answer<T>> reading) {
    try {
      if (!permits.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new Rejected(Reason.OVERLOADED);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Rejected(Reason.OVERLOADED);
    }
    try {
      return reading.get();
    } finally {
      permits.release();
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
