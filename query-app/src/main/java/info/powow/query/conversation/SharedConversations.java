package info.powow.query.conversation;

import info.powow.domain.conversation.Standing;
import info.powow.projection.conversation.ConversationView;
import info.powow.projection.conversation.InboxView;
import info.powow.query.person.Acquaintance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Determines whether two people share a private chat or a small group.
final class SharedConversations implements Acquaintance {
  private static final int LOOKED_AT = 200;

  private final ConversationReader conversations;
  private final int smallGroup;

  SharedConversations(ConversationReader conversations, int smallGroup) {
    this.conversations = conversations;
    this.smallGroup = smallGroup;
  }

  @Override
  public boolean knowEachOther(String one, String other) {
    Map<String, InboxView> inboxes = conversations.inboxes(List.of(one, other));
    InboxView mine = inboxes.getOrDefault(one, InboxView.empty(one));
    InboxView theirs = inboxes.getOrDefault(other, InboxView.empty(other));
    List<String> shared = new ArrayList<>();
    for (Map.Entry<String, InboxView.Entry> conversation : mine.conversations().entrySet()) {
      InboxView.Entry their = theirs.conversations().get(conversation.getKey());
      if (their != null && their.isMember() && conversation.getValue().isMember()) {
        if (!their.group()) {
          if (their.standing() == Standing.MUTUAL) {
            return true;
          }
          continue;
        }
        shared.add(conversation.getKey());
      }
    }
    List<String> some = shared.subList(0, Math.min(shared.size(), LOOKED_AT));
    return conversations.conversations(some, List.of("members")).values().stream()
        .mapToInt(ConversationView::members)
        .anyMatch(members -> members <= smallGroup);
  }
}
