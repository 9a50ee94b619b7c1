package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.DeleteMessage;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.PinMessage;
import info.powow.domain.conversation.ConversationCommand.RemoveReaction;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationCommand.UnpinMessage;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.image.Picture;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What members may do with messages; the same in private chats and groups. Callers have checked
/// that whoever asks is a member.
///
/// `visible` is what they may see. What they may not see does not exist for them: every decision
/// about a position asks that first, so that neither the answer nor its time tells them apart.
final class MessageDecision {
  private MessageDecision() {}

  static List<ConversationEvent> send(
      Talk talk,
      Visibility visible,
      SendMessage send,
      Predicate<PersonId> isMember,
      Circumstances circumstances) {
    ConversationLimits limits = circumstances.limits();
    requireLength(send.text(), limits);
    if (send.images().size() > limits.maxImages()) {
      throw new Rejected(Reason.TOO_MANY_IMAGES);
    }
    List<Picture> pictures =
        send.images().stream()
            .map(image -> circumstances.pictures().require(send.by(), image))
            .toList();
    requireMentions(send.by(), send.mentions(), isMember, circumstances);
    if (send.replyTo() != null) {
      requireSender(talk, visible, send.replyTo(), circumstances);
    }
    return List.of(
        new MessageSent(
            send.conversation(),
            send.key(),
            send.by(),
            send.text(),
            send.images(),
            pictures,
            send.replyTo(),
            send.mentions(),
            circumstances.now()));
  }

  static List<ConversationEvent> edit(
      Talk talk,
      Visibility visible,
      EditMessage edit,
      Predicate<PersonId> isMember,
      Circumstances circumstances) {
    requireLength(edit.text(), circumstances.limits());
    if (!requireSender(talk, visible, edit.position(), circumstances).equals(edit.by())) {
      throw new Rejected(Reason.NOT_THE_AUTHOR);
    }
    if (edit.mentions() != null) {
      requireMentions(edit.by(), edit.mentions(), isMember, circumstances);
    }
    return List.of(
        new MessageEdited(
            edit.conversation(),
            edit.position(),
            edit.text(),
            edit.mentions(),
            edit.by(),
            circumstances.now()));
  }

  static List<ConversationEvent> delete(
      Talk talk,
      Visibility visible,
      DeleteMessage delete,
      boolean mayModerate,
      Circumstances circumstances) {
    requireVisible(talk, visible, delete.position());
    if (isDeleted(talk, delete.position())) {
      return List.of();
    }
    PersonId sender = requireSender(talk, visible, delete.position(), circumstances);
    if (!mayModerate && !sender.equals(delete.by())) {
      throw new Rejected(Reason.NOT_THE_AUTHOR);
    }
    return List.of(
        new MessageDeleted(
            delete.conversation(), delete.position(), delete.by(), circumstances.now()));
  }

  /// On an old message that only the log remembers, a repeated reaction makes a second event; views
  /// hold a set, so nobody sees a difference.
  static List<ConversationEvent> react(
      Talk talk, Visibility visible, AddReaction add, Circumstances circumstances) {
    PersonId author = requireSender(talk, visible, add.position(), circumstances);
    if (!author.equals(add.by())) {
      Blocks.requireNone(add.by(), author, circumstances);
    }
    Optional<RecentMessages.Message> message = talk.messages().at(add.position());
    if (message.isPresent()) {
      if (message.get().has(add.emoji(), add.by())) {
        return List.of();
      }
      boolean another = !message.get().reactions().containsKey(add.emoji());
      if (another && message.get().reactions().size() >= circumstances.limits().maxReactions()) {
        throw new Rejected(Reason.TOO_MANY_REACTIONS);
      }
    }
    return List.of(
        new ReactionAdded(
            add.conversation(), add.position(), add.emoji(), add.by(), circumstances.now()));
  }

  static List<ConversationEvent> unreact(
      Talk talk, Visibility visible, RemoveReaction remove, Circumstances circumstances) {
    requireSender(talk, visible, remove.position(), circumstances);
    Optional<RecentMessages.Message> message = talk.messages().at(remove.position());
    if (message.isPresent() && !message.get().has(remove.emoji(), remove.by())) {
      return List.of();
    }
    return List.of(
        new ReactionRemoved(
            remove.conversation(),
            remove.position(),
            remove.emoji(),
            remove.by(),
            circumstances.now()));
  }

  static List<ConversationEvent> pin(
      Talk talk, Visibility visible, PinMessage pin, Circumstances circumstances) {
    requireSender(talk, visible, pin.position(), circumstances);
    if (talk.pins().contains(pin.position())) {
      return List.of();
    }
    if (talk.pins().size() >= circumstances.limits().maxPins()) {
      throw new Rejected(Reason.TOO_MANY_PINS);
    }
    return List.of(
        new MessagePinned(pin.conversation(), pin.position(), pin.by(), circumstances.now()));
  }

  static List<ConversationEvent> unpin(
      Talk talk, Visibility visible, UnpinMessage unpin, Circumstances circumstances) {
    requireVisible(talk, visible, unpin.position());
    return talk.pins().contains(unpin.position())
        ? List.of(
            new MessageUnpinned(
                unpin.conversation(), unpin.position(), unpin.by(), circumstances.now()))
        : List.of();
  }

  private static void requireMentions(
      PersonId by,
      List<PersonId> mentions,
      Predicate<PersonId> isMember,
      Circumstances circumstances) {
    if (mentions.size() > circumstances.limits().maxMentions()) {
      throw new Rejected(Reason.TOO_MANY_MENTIONS);
    }
    if (!mentions.stream().allMatch(isMember)) {
      throw new Rejected(Reason.MEMBER_NOT_FOUND);
    }
    mentions.stream()
        .filter(mentioned -> !mentioned.equals(by))
        .forEach(mentioned -> Blocks.requireNone(by, mentioned, circumstances));
  }

  private static void requireLength(@Nullable String text, ConversationLimits limits) {
    if (text != null && Texts.utf8Length(text) > limits.maxTextBytes()) {
      throw new Rejected(Reason.TEXT_TOO_LONG);
    }
  }

  private static void requireVisible(Talk talk, Visibility visible, long position) {
    if (position >= talk.next() || !visible.sees(position)) {
      throw new Rejected(Reason.MESSAGE_NOT_FOUND);
    }
  }

  private static boolean isDeleted(Talk talk, long position) {
    return talk.messages().deletedBefore().contains(position)
        || talk.messages().at(position).map(RecentMessages.Message::deleted).orElse(false);
  }

  /// Who sent the message at a position.
  ///
  /// @throws Rejected when no message stands there, it was deleted, or it may not be seen
  private static PersonId requireSender(
      Talk talk, Visibility visible, long position, Circumstances circumstances) {
    requireVisible(talk, visible, position);
    if (isDeleted(talk, position)) {
      throw new Rejected(Reason.MESSAGE_NOT_FOUND);
    }
    Optional<PersonId> sender =
        talk.messages().reachesBackTo(position)
            ? talk.messages().at(position).map(RecentMessages.Message::sender)
            : circumstances.senderAt(position);
    return sender.orElseThrow(() -> new Rejected(Reason.MESSAGE_NOT_FOUND));
  }
}
