package info.powow.query.conversation;

import info.powow.domain.PersonId;
import info.powow.projection.conversation.ConversationView;
import info.powow.query.person.Invitations;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads open groups from the views.
final class ViewedOpenGroups implements OpenGroups {
  private static final List<String> FIELDS =
      List.of("group", "open", "name", "avatar", "members", "place");

  private final ConversationReader conversations;
  private final Invitations invitations;

  ViewedOpenGroups(ConversationReader conversations, Invitations invitations) {
    this.conversations = conversations;
    this.invitations = invitations;
  }

  @Override
  public Map<String, OpenGroup> of(PersonId person, Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<String, OpenGroup> found = new HashMap<>();
    for (ConversationView view : conversations.conversations(ids, FIELDS).values()) {
      String name = view.name();
      if (view.group() && view.open() && view.members() > 0 && name != null) {
        found.put(view.id(), new OpenGroup(name, view.avatar(), view.members(), view.place()));
      }
    }
    found.keySet().removeAll(invitations.bannedFrom(person.value(), List.copyOf(found.keySet())));
    return found;
  }
}
