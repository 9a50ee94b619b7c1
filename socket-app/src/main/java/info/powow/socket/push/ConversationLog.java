package info.powow.socket.push;

import info.powow.domain.ConversationId;
import java.util.Iterator;

/// The events of one conversation, read back.
public interface ConversationLog {
  /// The last position; -1 when there is no such conversation.
  long last(ConversationId conversation);

  /// The end of the whole log: how far its tail will bring at least.
  long head();

  /// The events from a position on, in their order.
  Iterator<LoggedEvent> read(ConversationId conversation, long from);
}
