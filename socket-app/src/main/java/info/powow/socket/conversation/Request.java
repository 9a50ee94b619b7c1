package info.powow.socket.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.replay.ReplayControl;

/// A parsed SEND frame.
public sealed interface Request {
  /// A command for the domain.
  record Carry(Object command) implements Request {}

  /// A typing signal.
  record Typing(ConversationId conversation, boolean typing) implements Request {}

  /// A change of attention, for notifications.
  record Attention(boolean active) implements Request {}

  /// What to do with a replay.
  record Replay(String replay, ReplayControl control) implements Request {}

  /// A new token for the session.
  record Refresh(String token) implements Request {}
}
