package info.powow.domain.person;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.Map;

/// What a decision about a person needs to know of conversations.
public interface OwnConversations {
  /// Of who is in no conversation.
  OwnConversations NONE =
      new OwnConversations() {
        @Override
        public boolean isMember(PersonId person, ConversationId conversation) {
          return false;
        }

        @Override
        public Map<PersonId, Long> invitations(PersonId person, ConversationId conversation) {
          return Map.of();
        }

        @Override
        public boolean isRequest(PersonId person, ConversationId conversation) {
          return false;
        }
      };

  boolean isMember(PersonId person, ConversationId conversation);

  /// Who has invited a person into a group, and the position of each one's last invitation. Empty
  /// for who is a member.
  Map<PersonId, Long> invitations(PersonId person, ConversationId conversation);

  /// Whether a private chat is a request to a person.
  boolean isRequest(PersonId person, ConversationId conversation);
}
