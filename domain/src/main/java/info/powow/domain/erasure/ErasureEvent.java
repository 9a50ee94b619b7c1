package info.powow.domain.erasure;

import info.powow.domain.CaseId;
import info.powow.domain.PersonId;
import info.powow.domain.Public;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event of the erasure of a person. Nothing in it is personal: it has to be readable afterwards.
public sealed interface ErasureEvent {
  PersonId personId();

  Instant at();

  /// @param by the person themselves, or an officer
  /// @param caseId the case in which an officer asked; null if the person did
  /// @param due until when it can be withdrawn
  record ErasureAsked(
      PersonId personId, PersonId by, @Nullable CaseId caseId, Instant due, Instant at)
      implements ErasureEvent {}

  record ErasureWithdrawn(PersonId personId, Instant at) implements ErasureEvent {}

  /// From here on it ends, whatever happens in between.
  record ErasureBegun(PersonId personId, Instant at) implements ErasureEvent {}

  /// The key is destroyed, and every store has confirmed.
  ///
  /// @param stores what each store has deleted
  /// @param conversations how many conversations say that an author was erased
  record ErasureDone(
      PersonId personId, @Public List<StoreReport> stores, @Public int conversations, Instant at)
      implements ErasureEvent {}
}
