package info.powow.socket;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.FindMemberships;
import info.powow.domain.conversation.Memberships;
import info.powow.domain.conversation.Memberships.Membership;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.queryhandling.QueryHandler;

/// Answers what the read side answers, by reading the whole log each time.
class MembershipsFromLog {
  private final EventStorageEngine log;
  volatile boolean away;

  MembershipsFromLog(EventStorageEngine log) {
    this.log = log;
  }

  private record Stay(long visibleFrom) {}

  private static final class Conversation {
    boolean group;
    boolean history;
    long last;
    final Map<PersonId, Stay> members = new LinkedHashMap<>();
  }

  @QueryHandler
  Memberships find(FindMemberships query) {
    if (away) {
      throw new IllegalStateException("the views are away");
    }
    Map<ConversationId, Conversation> conversations = new LinkedHashMap<>();
    log.readEvents(null, false)
        .forEach(message -> {
          if (message.getPayload() instanceof ConversationEvent event) {
            Conversation conversation =
                conversations.computeIfAbsent(event.conversationId(), _ -> new Conversation());
            apply(conversation, event, ((DomainEventMessage<?>) message).getSequenceNumber());
          }
        });
    List<Membership> memberships = new ArrayList<>();
    conversations.forEach((id, conversation) -> {
      Stay stay = conversation.members.get(query.person());
      if (stay != null) {
        memberships.add(
            new Membership(
                id,
                conversation.group,
                conversation.members.size(),
                stay.visibleFrom(),
                conversation.last));
      }
    });
    return new Memberships(query.person(), memberships);
  }

  private static void apply(Conversation conversation, ConversationEvent event, long position) {
    conversation.last = position;
    long from = conversation.history ? 0 : position;
    switch (event) {
      case ConversationEvent.DirectOpened opened ->
          opened.members().forEach(member -> conversation.members.put(member, new Stay(0)));
      case ConversationEvent.GroupCreated created -> {
        conversation.group = true;
        conversation.history = created.history();
        created.members().forEach(member -> conversation.members.put(member, new Stay(0)));
      }
      case ConversationEvent.MemberJoined joined ->
          conversation.members.put(joined.personId(), new Stay(from));
      case ConversationEvent.MemberAdded added ->
          conversation.members.put(added.personId(), new Stay(from));
      case ConversationEvent.MemberLeft left -> conversation.members.remove(left.personId());
      case ConversationEvent.MemberRemoved removed ->
          conversation.members.remove(removed.personId());
      default -> {}
    }
  }
}
