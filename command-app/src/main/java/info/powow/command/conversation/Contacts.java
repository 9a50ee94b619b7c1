package info.powow.command.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationEvent;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Determines contacts from the private chat of two people. Its id follows from theirs, so this
/// reads one stream, from its last snapshot, without a lock.
///
/// Contacts are permanent, so positive answers are cached. An outdated answer is negative: the
/// person is then invited instead of added.
final class Contacts {
  private final EventStore events;
  private final Cache<Contact, Boolean> found;

  private record Contact(PersonId person, PersonId other) {}

  Contacts(EventStore events, long capacity) {
    this.events = events;
    this.found = Caffeine.newBuilder().maximumSize(capacity).build();
  }

  /// Whether a person has written in the private chat with the other, or accepted their request.
  boolean isContact(PersonId person, PersonId other) {
    Contact contact = new Contact(person, other);
    if (found.getIfPresent(contact) != null) {
      return true;
    }
    boolean agreed =
        read(ConversationId.ofDirect(person, other)) instanceof Conversation.Direct direct
            && direct.agreed().contains(person);
    if (agreed) {
      found.put(contact, true);
    }
    return agreed;
  }

  private Conversation read(ConversationId chat) {
    Conversation state = Conversation.unopened();
    DomainEventStream stream = events.readEvents(chat.value());
    while (stream.hasNext()) {
      state =
          switch (stream.next().getPayload()) {
            case ConversationSnapshot snapshot -> snapshot.state();
            case ConversationEvent event -> Conversation.evolve(state, event);
            default -> state;
          };
    }
    return state;
  }
}
