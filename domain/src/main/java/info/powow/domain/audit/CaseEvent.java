package info.powow.domain.audit;

import info.powow.domain.CaseId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

  /// A bundle was made. Durable before the first byte of it could be fetched.
  ///
  /// @param query what it contains
  /// @param index the index in the log up to which it looks
  /// @param events the number of events in it
  /// @param bytes the size of its file
  /// @param hash SHA-256 of its file, in hexadecimal
  /// @param treeSize the size of the signed tree that proves it; 0 if nothing does
  /// @param treeRoot the root of that tree, in Base64; null if there is none
  record BundleMade(
      CaseId caseId,
      PersonId by,
      @Public String tokenId,
      @Public String bundleId,
      @Public String query,
      @Public long index,
      @Public long events,
      @Public long bytes,
      @Public String hash,
      @Public long treeSize,
      @Public @Nullable String treeRoot,
      Instant at)
      implements CaseEvent {}

  /// A bundle was fetched. Durable before the first byte left.
  ///
  /// @param from the first byte that was asked for
  record BundleFetched(
      CaseId caseId,
      PersonId by,
      @Public String tokenId,
      @Public String bundleId,
      @Public long from,
      Instant at)
      implements CaseEvent {}
}
