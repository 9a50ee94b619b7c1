package info.powow.domain.conversation;

import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageEvent;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// The messages and pins of a conversation, for private chats and groups alike.
///
/// @param next the position of the next event
/// @param at the time of the newest event; later events are not dated before it
public record MessageState(long next, RecentMessages messages, Set<Long> pins, Instant at) {
  static final MessageState EMPTY =
      new MessageState(0, RecentMessages.NONE, Set.of(), Instant.EPOCH);

  MessageState after(ConversationEvent event) {
    Instant time = event.at().isAfter(at) ? event.at() : at;
    return event instanceof MessageEvent message
        ? after(message, time)
        : new MessageState(next + 1, messages, pins, time);
  }

  private MessageState after(MessageEvent event, Instant time) {
    return switch (event) {
      case MessageSent sent ->
          new MessageState(next + 1, messages.send(next, sent.sender(), sent.key()), pins, time);
      case MessageEdited _ -> new MessageState(next + 1, messages, pins, time);
      case MessageDeleted deleted ->
          new MessageState(
              next + 1, messages.delete(deleted.message()), without(deleted.message()), time);
      case ReactionAdded added ->
          new MessageState(
              next + 1,
              messages.change(added.message(), message -> message.react(added.emoji(), added.by())),
              pins,
              time);
      case ReactionRemoved removed ->
          new MessageState(
              next + 1,
              messages.change(
                  removed.message(), message -> message.unreact(removed.emoji(), removed.by())),
              pins,
              time);
      case MessagePinned pinned ->
          new MessageState(next + 1, messages, with(pinned.message()), time);
      case MessageUnpinned unpinned ->
          new MessageState(next + 1, messages, without(unpinned.message()), time);
    };
  }

  private Set<Long> with(long pin) {
    Set<Long> changed = new HashSet<>(pins);
    changed.add(pin);
    return Set.copyOf(changed);
  }

  private Set<Long> without(long pin) {
    if (!pins.contains(pin)) {
      return pins;
    }
    Set<Long> changed = new HashSet<>(pins);
    changed.remove(pin);
    return Set.copyOf(changed);
  }
}
