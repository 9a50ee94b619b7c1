package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.conversation.Visibility;
import java.util.Map;
import java.util.Set;

/// What messages say now: for whoever found their texts elsewhere than in the log, where they may
/// lag behind.
public interface CurrentTexts {
  /// Those of these messages whose text is what somebody is shown: not deleted since, not edited
  /// since, and not edited while they were away.
  ///
  /// @param texts what was found, by position
  Set<Long> shown(ConversationId conversation, Map<Long, String> texts, Visibility visible);
}
