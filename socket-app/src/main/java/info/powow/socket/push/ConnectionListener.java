package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;

/// Receives changes of connected people on the push thread.
public interface ConnectionListener {
  /// A person is online, and their memberships are known.
  void came(ConnectedPerson connected);

  /// A person is offline.
  void left(ConnectedPerson connected);

  /// A connected person joined a conversation.
  void joined(LocalMembership membership);

  /// A person, connected here or not, is no longer a member.
  void parted(PersonId person, ConversationId conversation);

  /// Both people have agreed to a private chat.
  void agreed(LocalConversation localConversation);

  /// One of two people has blocked the other.
  void parted(PersonId one, PersonId other);

  /// There is no block between two people any more.
  void reunited(PersonId one, PersonId other);

  /// A device subscribed to signals.
  void subscribed(Subscription subscription, ConnectedPerson connected);

  /// A person sent a message.
  void said(ConversationId conversation, PersonId sender);
}
