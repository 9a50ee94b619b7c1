package info.powow.query.conversation;

import info.powow.projection.conversation.InboxView;
import info.powow.projection.conversation.MembersView;
import info.powow.query.person.SharedGroups;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the members of a person's groups: one document for the person, and one for each group.
final class ViewedSharedGroups implements SharedGroups {
  private static final int GROUPS_LOOKED_AT = 200;
  private static final int MOST = 20_000;

  private final ConversationReader conversations;

  ViewedSharedGroups(ConversationReader conversations) {
    this.conversations = conversations;
  }

  @Override
  public Set<String> of(String person) {
    List<String> groups =
        conversations.inbox(person).conversations().entrySet().stream()
            .filter(entry -> isGroupOf(entry.getValue()))
            .map(Map.Entry::getKey)
            .limit(GROUPS_LOOKED_AT)
            .toList();
    Set<String> fellows = new HashSet<>();
    for (MembersView members : conversations.members(groups)) {
      if (fellows.size() + members.current().size() <= MOST) {
        fellows.addAll(members.current().keySet());
      }
    }
    fellows.remove(person);
    return fellows;
  }

  private static boolean isGroupOf(InboxView.Entry entry) {
    return entry.group() && entry.isMember();
  }
}
