package info.powow.domain.erasure;

import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.Public;
import java.time.Instant;
import java.util.List;

/// An event of a legal hold. Nothing in it is personal: the case says why.
public sealed interface HoldEvent {
  HoldId holdId();

  Instant at();

  /// Covers also what is written afterwards.
  ///
  /// @param people those whose words are held in all of their conversations
  /// @param conversations those in which everybody's words are held
  record HoldPlaced(
      HoldId holdId,
      CaseId caseId,
      PersonId by,
      List<PersonId> people,
      List<ConversationId> conversations,
      Instant at)
      implements HoldEvent {
    public HoldPlaced {
      people = List.copyOf(people);
      conversations = List.copyOf(conversations);
    }
  }

  record HoldReleased(HoldId holdId, PersonId by, Instant at) implements HoldEvent {}

  /// The keys that it had kept are destroyed. Erasures that waited for it go on.
  ///
  /// @param keys how many there were
  record HoldEnded(HoldId holdId, @Public int keys, Instant at) implements HoldEvent {}
}
