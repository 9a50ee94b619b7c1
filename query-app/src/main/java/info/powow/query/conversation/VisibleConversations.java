package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.PositionRange;
import java.util.List;
import java.util.Map;

/// What a person may see, for searches outside the history.
public interface VisibleConversations {
  /// The conversations of which a person is a member, with the positions that they may see.
  ///
  /// Excludes conversations that the person has left: their messages must be shown as they were
  /// then, which only the history can do.
  Map<ConversationId, List<PositionRange>> of(PersonId person);
}
