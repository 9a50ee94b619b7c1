package info.powow.domain.audit;

import info.powow.domain.CaseId;
import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.audit.CaseEvent.LookRefused;
import info.powow.domain.audit.CaseEvent.Looked;
import java.time.Instant;

/// Records that somebody reads something in a case, or tried to. An answer leaves only after this
/// command has been carried out.
public sealed interface RecordLook extends Command {
  CaseId caseId();

  PersonId by();

  /// The staff token that is used.
  String tokenId();

  /// What was asked.
  String query();

  @Override
  default String routingKey() {
    return "case:" + caseId().value();
  }

  /// @param covered whether the scope of the case covers what is read
  record RecordAnswer(
      CaseId caseId,
      PersonId by,
      String tokenId,
      String query,
      long index,
      int rows,
      String hash,
      boolean covered)
      implements RecordLook {}

  /// Records what an analyst reads of the whole log, in pseudonyms and without texts. That needs no
  /// case: the purpose is the reason of the staff token.
  record RecordStandingAnswer(
      PersonId by, String tokenId, String query, long index, int rows, String hash)
      implements RecordLook {
    private static final CaseId STANDING = new CaseId("standing");

    @Override
    public CaseId caseId() {
      return STANDING;
    }
  }

  record RecordRefusal(CaseId caseId, PersonId by, String tokenId, String query)
      implements RecordLook {}

  /// Decides with the cases as they are at that moment: a case that was closed while an answer was
  /// being prepared yields a refusal.
  static CaseEvent decide(Cases cases, RecordLook command, Instant now) {
    if (command instanceof RecordAnswer answer
        && answer.covered()
        && cases
            .find(answer.caseId())
            .filter(found -> found.isOpenTo(answer.by(), now))
            .isPresent()) {
      return new Looked(
          answer.caseId(),
          answer.by(),
          answer.tokenId(),
          answer.query(),
          answer.index(),
          answer.rows(),
          answer.hash(),
          now);
    }
    if (command instanceof RecordStandingAnswer standing) {
      return new Looked(
          standing.caseId(),
          standing.by(),
          standing.tokenId(),
          standing.query(),
          standing.index(),
          standing.rows(),
          standing.hash(),
          now);
    }
    return new LookRefused(command.caseId(), command.by(), command.tokenId(), command.query(), now);
  }
}
