package info.powow.domain.person;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.Map;

/// What a decision about a person needs to know about conversations.
public interface OwnConversations {
  /// For a person without conversations.
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

  /// The people who have invited a person to a group, with the position of each one's latest
  /// invitation. Empty if the person is a member.
  Map<PersonId, Long> invitations(PersonId person, ConversationId conversation);

  /// Whether a private chat is a request that the person has not answered.
  boolean isRequest(PersonId person, ConversationId conversation);
}
