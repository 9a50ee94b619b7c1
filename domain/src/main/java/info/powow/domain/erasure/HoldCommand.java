package info.powow.domain.erasure;

import info.powow.domain.CaseId;
import info.powow.domain.Command;
import info.powow.domain.ConversationId;
import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import java.util.List;

/// A command about a legal hold. Callers have already verified that `by` has a staff token with the
/// scope `hold`, and that an open case covers what is held.
public sealed interface HoldCommand extends Command {
  HoldId holdId();

  /// Holds and erasures share a stream, so that each erasure is decided with all holds.
  @Override
  default String routingKey() {
    return Erasures.STREAM;
  }

  /// @param people those whose words are held in all of their conversations
  /// @param conversations those in which everybody's words are held
  record PlaceHold(
      HoldId holdId,
      CaseId caseId,
      PersonId by,
      List<PersonId> people,
      List<ConversationId> conversations)
      implements HoldCommand {
    private static final int MOST = 100;

    public PlaceHold {
      people = List.copyOf(people);
      conversations = List.copyOf(conversations);
      if (people.size() > MOST) {
        throw Rejected.field("people", "at most 100 people", "more");
      }
      if (conversations.size() > MOST) {
        throw Rejected.field("conversations", "at most 100 conversations", "more");
      }
      if (people.isEmpty() && conversations.isEmpty()) {
        throw Rejected.field("conversations", "a conversation or a person", "none");
      }
    }
  }

  /// @param caseId the case in which it was placed
  record ReleaseHold(HoldId holdId, CaseId caseId, PersonId by) implements HoldCommand {}

  /// The keys that a released hold had kept are destroyed.
  ///
  /// @param keys how many there were
  record EndHold(HoldId holdId, int keys) implements HoldCommand {}
}
