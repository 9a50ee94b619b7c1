package info.powow.query.conversation;

import info.powow.domain.PersonId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Whether somebody may see what messages and groups carry.
public interface VisibleMessages {
  /// Whether a person is a member now where any of these messages is, and may see it.
  ///
  /// @param messages positions by conversation
  boolean maySeeAny(PersonId person, Map<String, List<Long>> messages);

  /// Whether a person is a member of any of these conversations now.
  boolean isMemberOfAny(PersonId person, Collection<String> conversations);
}
