package info.powow.domain.audit;

import info.powow.domain.CaseId;
import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.audit.CaseEvent.BundleFetched;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.CaseEvent.LookRefused;
import info.powow.domain.audit.CaseEvent.Looked;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

  /// Records what somebody reads without a case: an analyst the whole log, in pseudonyms and without
  /// texts; a moderator reports. The purpose is the reason of the staff token.
  record RecordStandingAnswer(
      PersonId by, String tokenId, String query, long index, int rows, String hash)
      implements RecordLook {
    private static final CaseId STANDING = new CaseId("standing");

    @Override
    public CaseId caseId() {
      return STANDING;
    }
  }

  /// A bundle is complete, and can be fetched from now on.
  ///
  /// @param covered whether the scope of the case covers all of it
  record RecordBundle(
      CaseId caseId,
      PersonId by,
      String tokenId,
      String query,
      String bundleId,
      long index,
      long events,
      long bytes,
      String hash,
      long treeSize,
      @Nullable String treeRoot,
      boolean covered)
      implements RecordLook {}

  /// @param from the first byte that is asked for
  /// @param found whether the case has this bundle
  record RecordFetch(
      CaseId caseId, PersonId by, String tokenId, String bundleId, long from, boolean found)
      implements RecordLook {
    @Override
    public String query() {
      return "fetch " + bundleId + " from=" + from;
    }
  }

  record RecordRefusal(CaseId caseId, PersonId by, String tokenId, String query)
      implements RecordLook {}

  /// Decides with the cases as they are at that moment: a case that was closed while an answer was
  /// being prepared yields a refusal.
  static CaseEvent decide(Cases cases, RecordLook command, Instant now) {
    boolean open =
        cases.find(command.caseId()).filter(found -> found.isOpenTo(command.by(), now)).isPresent();
    return switch (command) {
      case RecordAnswer answer when open && answer.covered() ->
          new Looked(
              answer.caseId(),
              answer.by(),
              answer.tokenId(),
              answer.query(),
              answer.index(),
              answer.rows(),
              answer.hash(),
              now);
      case RecordStandingAnswer standing ->
          new Looked(
              standing.caseId(),
              standing.by(),
              standing.tokenId(),
              standing.query(),
              standing.index(),
              standing.rows(),
              standing.hash(),
              now);
      case RecordBundle bundle when open && bundle.covered() ->
          new BundleMade(
              bundle.caseId(),
              bundle.by(),
              bundle.tokenId(),
              bundle.bundleId(),
              bundle.query(),
              bundle.index(),
              bundle.events(),
              bundle.bytes(),
              bundle.hash(),
              bundle.treeSize(),
              bundle.treeRoot(),
              now);
      case RecordFetch fetch when open && fetch.found() ->
          new BundleFetched(
              fetch.caseId(), fetch.by(), fetch.tokenId(), fetch.bundleId(), fetch.from(), now);
      case RecordAnswer _, RecordBundle _, RecordFetch _, RecordRefusal _ ->
          new LookRefused(command.caseId(), command.by(), command.tokenId(), command.query(), now);
    };
  }
}
