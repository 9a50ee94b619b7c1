package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.conversation.Visibility;
import java.util.Map;
import java.util.Set;

/// Checks texts that were found outside the log, where they may be outdated.
public interface CurrentTexts {
  /// Returns those of these messages whose found text is the one that the person sees: not deleted,
  /// not edited since, and not edited while they were away.
  ///
  /// @param texts the texts found, by position
  Set<Long> shown(ConversationId conversation, Map<Long, String> texts, Visibility visible);
}
