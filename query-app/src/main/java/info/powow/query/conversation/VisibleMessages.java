package info.powow.query.conversation;

import info.powow.domain.PersonId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Whether somebody may see what messages and groups carry.
public interface VisibleMessages {
  /// Whether a person may see any of these messages, also in a conversation that they have left.
  ///
  /// @param messages positions by conversation
  boolean maySeeAny(PersonId person, Map<String, List<Long>> messages);

  /// Whether a person is a member of any of these conversations now.
  boolean isMemberOfAny(PersonId person, Collection<String> conversations);
}
