package info.powow.socket.conversation;

import info.powow.domain.ConversationId;

/// What a SEND frame asks for.
public sealed interface Request {
  /// To be decided by the domain.
  record Carry(Object command) implements Request {}

  /// To be told to those who look.
  record Typing(ConversationId conversation, boolean typing) implements Request {}

  /// To be taken into account when it is decided who is notified.
  record Attention(boolean active) implements Request {}

  /// To go on with a newer token.
  record Refresh(String token) implements Request {}
}
