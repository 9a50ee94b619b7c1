package info.powow.query.conversation;

import info.powow.domain.PersonId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Whether a person may see what messages and groups contain.
public interface VisibleMessages {
  /// Whether a person is now a member of a conversation with any of these messages, and may see
  /// that message.
  ///
  /// @param messages positions by conversation
  boolean maySeeAny(PersonId person, Map<String, List<Long>> messages);

  /// Whether a person is now a member of any of these conversations.
  boolean isMemberOfAny(PersonId person, Collection<String> conversations);
}
