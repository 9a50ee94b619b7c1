package info.powow.query.person;

import info.powow.domain.ConversationId;
import info.powow.projection.person.MarksView;
import info.powow.projection.person.PersonView;
import info.powow.projection.person.PersonViews;
import info.powow.query.ViewStoreBreaker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
    MarksView found = guard.ask(() -> views.bans().find(conversation));
    return found == null ? Map.of() : found.marks();
  }

  /// Those of these groups that a person is banned from. Reads only what concerns this person.
  public Set<String> bannedFrom(String person, Collection<String> conversations) {
    if (conversations.isEmpty()) {
      return Set.of();
    }
    return guard
        .ask(() -> views.bans().find(conversations, List.of(MarksView.fieldOf(person))))
        .values()
        .stream()
        .filter(view -> view.marks().containsKey(person))
        .map(MarksView::id)
        .collect(Collectors.toSet());
  }
}
