package info.powow.query.person;

import info.powow.domain.ConversationId;
import info.powow.projection.person.MarksView;
import info.powow.projection.person.PersonView;
import info.powow.projection.person.PersonViews;
import info.powow.query.ViewStoreBreaker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks up a person's invitations that are neither declined nor ended by a block. Whether the
/// person has joined meanwhile is known to the conversations.
public final class Invitations {
  private final PersonViews views;
  private final BlockLookup blocks;
  private final ViewStoreBreaker guard;

  Invitations(PersonViews views, BlockLookup blocks, ViewStoreBreaker guard) {
    this.views = views;
    this.blocks = blocks;
    this.guard = guard;
  }

  public record Invitation(String conversation, MarksView.Mark mark) {}

  /// Newest first.
  public List<Invitation> of(String person) {
    MarksView all = guard.ask(() -> views.invitations().find(person));
    PersonView me = guard.ask(() -> views.people().find(person));
    if (all == null || me == null) {
      return List.of();
    }
    Set<String> apart = blocks.of(person);
    List<Invitation> open = new ArrayList<>();
    all.marks()
        .forEach((about, mark) -> {
          String conversation = PersonViews.invitedTo(about);
          if (!apart.contains(mark.by())
              && !me.consent().hasDeclined(new ConversationId(conversation), mark.position())) {
            open.add(new Invitation(conversation, mark));
          }
        });
    open.sort(Comparator.comparing((Invitation each) -> each.mark().at()).reversed());
    return open;
  }

  /// The people banned from a group, with who banned them.
  public Map<String, MarksView.Mark> bans(String conversation) {
    return bans(List.of(conversation)).getOrDefault(conversation, Map.of());
  }

  /// Like [#bans(String)], by group.
  public Map<String, Map<String, MarksView.Mark>> bans(Collection<String> conversations) {
    Map<String, Map<String, MarksView.Mark>> bans = new HashMap<>();
    guard
        .ask(() -> views.bans().find(conversations))
        .forEach((id, view) -> bans.put(id, view.marks()));
    return bans;
  }
}
