package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.socket.push.ConnectionRegistry;
import info.powow.socket.push.LocalConversation;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/// Who is typing in the conversations of this node. Typing ends with the message, when the client says
/// so, or after a timeout.
final class TypingTracker {
  private final ConnectionRegistry connections;
  private final SignalSender sender;
  private final SignalLimits limits;
  private final LongSupplier nanoTime;
  private final Map<TypingPerson, Long> typing = new HashMap<>();

  TypingTracker(
      ConnectionRegistry connections,
      SignalSender sender,
      SignalLimits limits,
      LongSupplier nanoTime) {
    this.connections = connections;
    this.sender = sender;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  boolean isAnybodyTyping() {
    return !typing.isEmpty();
  }

  boolean isTyping(ConversationId conversation, PersonId person) {
    return typing.containsKey(new TypingPerson(conversation, person));
  }

  /// @return whether other nodes need to know
  boolean start(LocalConversation conversation, PersonId person) {
    TypingPerson typist = new TypingPerson(conversation.conversation(), person);
    long time = nanoTime.getAsLong();
    Long since = typing.get(typist);
    // Clients send this with every key press. One signal per interval is enough.
    if (since != null && time - since < limits.typingInterval().toNanos()) {
      return false;
    }
    typing.put(typist, time);
    sender.toConversation(
        conversation, person, sender.typing(conversation.conversation(), person, true));
    return true;
  }

  /// @return whether the person was typing
  boolean stop(ConversationId conversation, PersonId person) {
    if (typing.remove(new TypingPerson(conversation, person)) == null) {
      return false;
    }
    stopped(conversation, person);
    return true;
  }

  private void stopped(ConversationId conversation, PersonId person) {
    LocalConversation local = connections.localConversation(conversation);
    if (local != null) {
      sender.toConversation(local, person, sender.typing(conversation, person, false));
    }
  }

  /// Ends the typing of everybody who has not repeated it in time.
  void expire() {
    if (typing.isEmpty()) {
      return;
    }
    long time = nanoTime.getAsLong();
    Iterator<Map.Entry<TypingPerson, Long>> all = typing.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<TypingPerson, Long> entry = all.next();
      if (time - entry.getValue() >= limits.typingTimeout().toNanos()) {
        all.remove();
        stopped(entry.getKey().conversation(), entry.getKey().person());
      }
    }
  }
}
