package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MembershipEvent;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageEvent;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// The messages and pins of a conversation, for private chats and groups alike.
///
/// @param next the position of the next event
/// @param at the time of the newest event; later events are not dated before it
/// @param erased the authors whose words are gone
public record MessageState(
    long next, RecentMessages messages, Set<Long> pins, Instant at, Set<PersonId> erased) {
  static final MessageState EMPTY =
      new MessageState(0, RecentMessages.NONE, Set.of(), Instant.EPOCH, Set.of());

  MessageState after(ConversationEvent event) {
    Instant time = event.at().isAfter(at) ? event.at() : at;
    return switch (event) {
      case MessageEvent message -> after(message, time);
      case AuthorErased gone -> {
        Set<PersonId> all = new HashSet<>(erased);
        all.add(gone.personId());
        yield new MessageState(
            next + 1, messages.erase(gone.personId()), pins, time, Set.copyOf(all));
      }
      case Opening _, MembershipEvent _, AdmissionEvent _, RequestAccepted _, GroupProfileEvent _ ->
          new MessageState(next + 1, messages, pins, time, erased);
    };
  }

  private MessageState after(MessageEvent event, Instant time) {
    return switch (event) {
      case MessageSent sent ->
          new MessageState(
              next + 1, messages.send(next, sent.sender(), sent.key()), pins, time, erased);
      case MessageEdited _ -> new MessageState(next + 1, messages, pins, time, erased);
      case MessageDeleted deleted ->
          new MessageState(
              next + 1,
              messages.delete(deleted.message()),
              without(deleted.message()),
              time,
              erased);
      case ReactionAdded added ->
          new MessageState(
              next + 1,
              messages.change(added.message(), message -> message.react(added.emoji(), added.by())),
              pins,
              time,
              erased);
      case ReactionRemoved removed ->
          new MessageState(
              next + 1,
              messages.change(
                  removed.message(), message -> message.unreact(removed.emoji(), removed.by())),
              pins,
              time,
              erased);
      case MessagePinned pinned ->
          new MessageState(next + 1, messages, with(pinned.message()), time, erased);
      case MessageUnpinned unpinned ->
          new MessageState(next + 1, messages, without(unpinned.message()), time, erased);
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
