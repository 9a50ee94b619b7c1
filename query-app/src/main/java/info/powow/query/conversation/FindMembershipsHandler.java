package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.FindMemberships;
import info.powow.domain.conversation.Memberships;
import info.powow.domain.conversation.Memberships.Membership;
import info.powow.projection.conversation.ConversationView;
import info.powow.projection.conversation.InboxView;
import info.powow.query.ReadYourWrites;
import info.powow.query.person.BlockLookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.queryhandling.QueryHandler;

/// Answers socket nodes' queries for a person's memberships.
public class FindMembershipsHandler {
  private static final List<String> NEEDED = List.of("position", "members");

  private final ConversationReader conversations;
  private final BlockLookup blocks;
  private final ReadYourWrites readYourWrites;

  FindMembershipsHandler(
      ConversationReader conversations, BlockLookup blocks, ReadYourWrites readYourWrites) {
    this.blocks = blocks;
    this.conversations = conversations;
    this.readYourWrites = readYourWrites;
  }

  /// An incomplete answer would silently deprive the person of events.
  @QueryHandler
  Memberships find(FindMemberships query) {
    return readYourWrites.ask(() -> memberships(query));
  }

  private Memberships memberships(FindMemberships query) {
    Map<String, InboxView.Entry> current = new LinkedHashMap<>();
    conversations
        .inbox(query.person().value())
        .conversations()
        .forEach((id, entry) -> {
          if (entry.isMember()) {
            current.put(id, entry);
          }
        });
    Map<String, ConversationView> views = conversations.conversations(current.keySet(), NEEDED);
    List<Membership> memberships = new ArrayList<>(current.size());
    current.forEach((id, entry) -> {
      ConversationView view = views.get(id);
      if (view != null) {
        memberships.add(
            new Membership(
                new ConversationId(id),
                entry.group(),
                view.members(),
                entry.visibleFrom(),
                view.position(),
                entry.standing()));
      }
    });
    String person = query.person().value();
    return new Memberships(
        query.person(), memberships, ids(blocks.by(person)), ids(blocks.blockedBy(person)));
  }

  private static Set<PersonId> ids(Set<String> people) {
    return people.stream().map(PersonId::new).collect(Collectors.toSet());
  }
}
