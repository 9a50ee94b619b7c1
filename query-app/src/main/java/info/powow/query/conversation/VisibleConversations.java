package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.PositionRange;
import java.util.List;
import java.util.Map;

/// What somebody may see: for whoever looks for messages elsewhere than in the history.
public interface VisibleConversations {
  /// The conversations that a person is in, and which of their positions they may see.
  ///
  /// Not those that the person has left: what they may see there is how it was then, which only the
  /// history can show.
  Map<ConversationId, List<PositionRange>> of(PersonId person);
}
