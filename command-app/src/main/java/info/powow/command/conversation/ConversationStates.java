package info.powow.command.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.Standing;
import info.powow.domain.person.OwnConversations;
import java.util.Map;

/// Answers from the states used by decisions.
///
/// A command about a person locks the person first and the conversation second. Nothing locks them
/// in the opposite order.
record ConversationStates(ConversationCommandHandler conversations) implements OwnConversations {
  @Override
  public boolean isMember(PersonId person, ConversationId conversation) {
    return conversations.currentState(conversation).hasMember(person);
  }

  @Override
  public Map<PersonId, Long> invitations(PersonId person, ConversationId conversation) {
    return conversations.currentState(conversation) instanceof Conversation.Group group
        ? group.invitationsOf(person)
        : Map.of();
  }

  @Override
  public boolean isRequest(PersonId person, ConversationId conversation) {
    return conversations.currentState(conversation) instanceof Conversation.Direct direct
        && direct.hasMember(person)
        && direct.standingOf(person) == Standing.REQUEST;
  }
}
