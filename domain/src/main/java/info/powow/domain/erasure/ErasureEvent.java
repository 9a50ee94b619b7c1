package info.powow.domain.erasure;

import info.powow.domain.CaseId;
import info.powow.domain.HoldId;
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
  ///
  /// @param holds those that covered the person or one of their conversations at that moment
  record ErasureBegun(PersonId personId, List<HoldId> holds, Instant at) implements ErasureEvent {
    public ErasureBegun {
      holds = List.copyOf(holds);
    }
  }

  /// The key is destroyed, and every store has confirmed. What is under a hold can still be read in
  /// the case of that hold, and nowhere else. When the last hold has ended, the erasure is done.
  ///
  /// @param holds those that keep something
  record ErasureDeferred(
      PersonId personId,
      List<HoldId> holds,
      @Public List<StoreReport> stores,
      @Public int conversations,
      Instant at)
      implements ErasureEvent {
    public ErasureDeferred {
      holds = List.copyOf(holds);
      stores = List.copyOf(stores);
    }
  }

  /// The key is destroyed, every store has confirmed, and no hold keeps anything.
  ///
  /// @param stores what each store has deleted
  /// @param conversations how many conversations say that an author was erased
  record ErasureDone(
      PersonId personId, @Public List<StoreReport> stores, @Public int conversations, Instant at)
      implements ErasureEvent {}
}
