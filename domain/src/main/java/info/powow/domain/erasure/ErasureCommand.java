package info.powow.domain.erasure;

import info.powow.domain.CaseId;
import info.powow.domain.Command;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command about the erasure of a person.
public sealed interface ErasureCommand extends Command {
  PersonId person();

  @Override
  default String routingKey() {
    return Erasures.STREAM;
  }

  /// @param by the person themselves, or an officer
  /// @param caseId the case in which an officer asks
  record AskErasure(PersonId person, PersonId by, @Nullable CaseId caseId)
      implements ErasureCommand {}

  /// Takes it back, while it has not begun.
  record WithdrawErasure(PersonId person) implements ErasureCommand {}

  /// @param isErased whether the key is destroyed already: the log was restored from a backup that is
  ///     older than the erasure
  /// @param conversations all that they are or ever were a member of
  record BeginErasure(PersonId person, boolean isErased, List<ConversationId> conversations)
      implements ErasureCommand {
    public BeginErasure {
      conversations = List.copyOf(conversations);
    }
  }

  record FinishErasure(PersonId person, List<StoreReport> stores, int conversations)
      implements ErasureCommand {
    public FinishErasure {
      stores = List.copyOf(stores);
    }
  }
}
