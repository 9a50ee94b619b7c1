package info.powow.domain.audit;

import info.powow.domain.CaseId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import java.time.Instant;

/// An event of a case.
public sealed interface CaseEvent {
  CaseId caseId();

  PersonId by();

  Instant at();

  /// The texts are sealed under the key of the case: they may name people, and they outlive the
  /// account of the auditor.
  record CaseOpened(
      @Owner CaseId caseId,
      PersonId by,
      @Personal String purpose,
      @Personal String basis,
      @Public CaseScope scope,
      Instant expires,
      boolean needsApproval,
      Instant at)
      implements CaseEvent {}

  record CaseApproved(CaseId caseId, PersonId by, Instant at) implements CaseEvent {}

  record CaseClosed(CaseId caseId, PersonId by, Instant at) implements CaseEvent {}

  /// Something was read. Durable before the first byte of the answer was sent.
  ///
  /// @param tokenId the staff token that was used
  /// @param query what was asked
  /// @param index the index in the log up to which the answer looks
  /// @param rows the number of rows in the answer
  /// @param hash SHA-256 of the answer, in hexadecimal
  record Looked(
      CaseId caseId,
      PersonId by,
      @Public String tokenId,
      @Public String query,
      @Public long index,
      @Public int rows,
      @Public String hash,
      Instant at)
      implements CaseEvent {}

  /// Something was asked for in the name of this case and refused: the case was not open, belongs to
  /// somebody else, or does not cover it.
  record LookRefused(
      CaseId caseId, PersonId by, @Public String tokenId, @Public String query, Instant at)
      implements CaseEvent {}
}
