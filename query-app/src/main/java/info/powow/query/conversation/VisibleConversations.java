package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.projection.conversation.PositionRange;
import java.util.List;
import java.util.Map;

/// What somebody may see: for whoever looks for messages elsewhere than in the history.
public interface VisibleConversations {
  /// The conversations that a person is or was in, and which of their positions they may see.
  Map<ConversationId, List<PositionRange>> of(PersonId person);
}
