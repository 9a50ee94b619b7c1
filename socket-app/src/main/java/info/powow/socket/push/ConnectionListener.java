package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;

/// Is told of people on the push thread.
public interface ConnectionListener {
  /// Somebody is there, and it is known where.
  void came(ConnectedPerson connected);

  /// Somebody is there no more.
  void left(ConnectedPerson connected);

  /// Somebody who is there joined a conversation.
  void joined(LocalMembership membership);

  /// Somebody, who may be elsewhere, is no member any more.
  void parted(PersonId person, ConversationId conversation);

  /// Both of a private chat have agreed to it.
  void agreed(LocalConversation localConversation);

  /// One of two people has blocked the other.
  void parted(PersonId one, PersonId other);

  /// Neither of two people has blocked the other any more.
  void reunited(PersonId one, PersonId other);

  /// Somebody wants signals.
  void subscribed(Subscription subscription, ConnectedPerson connected);

  /// Somebody said something.
  void said(ConversationId conversation, PersonId sender);
}
