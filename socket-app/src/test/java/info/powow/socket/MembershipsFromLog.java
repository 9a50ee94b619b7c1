package info.powow.socket;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.FindMemberships;
import info.powow.domain.conversation.Memberships;
import info.powow.domain.conversation.Memberships.Membership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/// Answers queries from the log, as the read side would.
class MembershipsFromLog {
  private final EventStorageEngine log;
  private final Map<ConversationId, Conversation> conversations = new HashMap<>();
  private final Map<PersonId, Set<Conversation>> joined = new HashMap<>();
  private @Nullable TrackingToken read;
  volatile boolean away;

  MembershipsFromLog(EventStorageEngine log) {
    this.log = log;
  }

  private static final class Conversation {
    final ConversationId id;
    boolean group;
    boolean history;
    long last;
    final Map<PersonId, Long> members = new LinkedHashMap<>();

    Conversation(ConversationId id) {
      this.id = id;
    }
  }

  @QueryHandler
  synchronized Memberships find(FindMemberships query) {
    if (away) {
      throw new IllegalStateException("the views are away");
    }
    log.readEvents(read, false)
        .forEach(message -> {
          read = message.trackingToken();
          if (message.getPayload() instanceof ConversationEvent event) {
            Conversation conversation =
                conversations.computeIfAbsent(event.conversationId(), Conversation::new);
            apply(conversation, event, ((DomainEventMessage<?>) message).getSequenceNumber());
          }
        });
    List<Membership> memberships = new ArrayList<>();
    for (Conversation conversation : joined.getOrDefault(query.person(), Set.of())) {
      Long visibleFrom = conversation.members.get(query.person());
      if (visibleFrom != null) {
        memberships.add(
            new Membership(
                conversation.id,
                conversation.group,
                conversation.members.size(),
                visibleFrom,
                conversation.last));
      }
    }
    return new Memberships(query.person(), memberships);
  }

  private void apply(Conversation conversation, ConversationEvent event, long position) {
    conversation.last = position;
    long from = conversation.history ? 0 : position;
    switch (event) {
      case ConversationEvent.DirectOpened opened ->
          opened.members().forEach(member -> enter(conversation, member, 0));
      case ConversationEvent.GroupCreated created -> {
        conversation.group = true;
        conversation.history = created.history();
        created.members().forEach(member -> enter(conversation, member, 0));
      }
      case ConversationEvent.MemberJoined joined -> enter(conversation, joined.personId(), from);
      case ConversationEvent.MemberAdded added -> enter(conversation, added.personId(), from);
      case ConversationEvent.MemberLeft left -> conversation.members.remove(left.personId());
      case ConversationEvent.MemberRemoved removed ->
          conversation.members.remove(removed.personId());
      default -> {}
    }
  }

  private void enter(Conversation conversation, PersonId member, long visibleFrom) {
    conversation.members.put(member, visibleFrom);
    joined.computeIfAbsent(member, _ -> new LinkedHashSet<>()).add(conversation);
  }
}
