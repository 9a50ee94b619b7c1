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

/// Decides commands about messages, the same in private chats and groups. Callers have checked
/// membership.
///
/// `visible` is what the caller of the command may see. Anything else does not exist for them:
/// every decision about a position checks visibility first, so neither the answer nor its timing
/// discloses a hidden message.
final class MessageDecision {
  private MessageDecision() {}

  static List<ConversationEvent> send(
      MessageState messageState,
      Visibility visible,
      SendMessage send,
      Predicate<PersonId> isMember,
      ConversationContext context) {
    ConversationLimits limits = context.limits();
    requireLength(send.text(), limits);
    if (send.images().size() > limits.maxImages()) {
      throw Rejected.at("images", Reason.TOO_MANY_IMAGES);
    }
    List<Picture> pictures =
        send.images().stream().map(image -> context.pictures().require(send.by(), image)).toList();
    requireMentions(send.by(), send.mentions(), isMember, context);
    if (send.replyTo() != null) {
      requireSender(messageState, visible, send.replyTo(), context);
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
            context.now()));
  }

  static List<ConversationEvent> edit(
      MessageState messageState,
      Visibility visible,
      EditMessage edit,
      Predicate<PersonId> isMember,
      ConversationContext context) {
    requireLength(edit.text(), context.limits());
    if (!requireSender(messageState, visible, edit.position(), context).equals(edit.by())) {
      throw new Rejected(Reason.NOT_THE_AUTHOR);
    }
    if (edit.mentions() != null) {
      requireMentions(edit.by(), edit.mentions(), isMember, context);
    }
    return List.of(
        new MessageEdited(
            edit.conversation(),
            edit.position(),
            edit.text(),
            edit.mentions(),
            edit.by(),
            context.now()));
  }

  static List<ConversationEvent> delete(
      MessageState messageState,
      Visibility visible,
      DeleteMessage delete,
      boolean mayModerate,
      ConversationContext context) {
    requireVisible(messageState, visible, delete.position());
    if (isDeleted(messageState, delete.position())) {
      return List.of();
    }
    PersonId sender = requireSender(messageState, visible, delete.position(), context);
    if (!mayModerate && !sender.equals(delete.by())) {
      throw new Rejected(Reason.NOT_THE_AUTHOR);
    }
    return List.of(
        new MessageDeleted(delete.conversation(), delete.position(), delete.by(), context.now()));
  }

  /// For an old message that is no longer in the state, a repeated reaction appends a second event.
  /// Views store a set, so the result is the same.
  static List<ConversationEvent> react(
      MessageState messageState, Visibility visible, AddReaction add, ConversationContext context) {
    PersonId author = requireSender(messageState, visible, add.position(), context);
    if (!author.equals(add.by())) {
      Blocks.requireNone(add.by(), author, context);
    }
    Optional<RecentMessages.Message> message = messageState.messages().at(add.position());
    if (message.isPresent()) {
      if (message.get().has(add.emoji(), add.by())) {
        return List.of();
      }
      boolean another = !message.get().reactions().containsKey(add.emoji());
      if (another && message.get().reactions().size() >= context.limits().maxReactions()) {
        throw new Rejected(Reason.TOO_MANY_REACTIONS);
      }
    }
    return List.of(
        new ReactionAdded(
            add.conversation(), add.position(), add.emoji(), add.by(), context.now()));
  }

  static List<ConversationEvent> unreact(
      MessageState messageState,
      Visibility visible,
      RemoveReaction remove,
      ConversationContext context) {
    requireSender(messageState, visible, remove.position(), context);
    Optional<RecentMessages.Message> message = messageState.messages().at(remove.position());
    if (message.isPresent() && !message.get().has(remove.emoji(), remove.by())) {
      return List.of();
    }
    return List.of(
        new ReactionRemoved(
            remove.conversation(), remove.position(), remove.emoji(), remove.by(), context.now()));
  }

  static List<ConversationEvent> pin(
      MessageState messageState, Visibility visible, PinMessage pin, ConversationContext context) {
    requireSender(messageState, visible, pin.position(), context);
    if (messageState.pins().contains(pin.position())) {
      return List.of();
    }
    if (messageState.pins().size() >= context.limits().maxPins()) {
      throw new Rejected(Reason.TOO_MANY_PINS);
    }
    return List.of(new MessagePinned(pin.conversation(), pin.position(), pin.by(), context.now()));
  }

  static List<ConversationEvent> unpin(
      MessageState messageState,
      Visibility visible,
      UnpinMessage unpin,
      ConversationContext context) {
    requireVisible(messageState, visible, unpin.position());
    return messageState.pins().contains(unpin.position())
        ? List.of(
            new MessageUnpinned(unpin.conversation(), unpin.position(), unpin.by(), context.now()))
        : List.of();
  }

  private static void requireMentions(
      PersonId by,
      List<PersonId> mentions,
      Predicate<PersonId> isMember,
      ConversationContext context) {
    if (mentions.size() > context.limits().maxMentions()) {
      throw Rejected.at("mentions", Reason.TOO_MANY_MENTIONS);
    }
    if (!mentions.stream().allMatch(isMember)) {
      throw new Rejected(Reason.MEMBER_NOT_FOUND);
    }
    mentions.stream()
        .filter(mentioned -> !mentioned.equals(by))
        .forEach(mentioned -> Blocks.requireNone(by, mentioned, context));
  }

  private static void requireLength(@Nullable String text, ConversationLimits limits) {
    if (text != null && Texts.utf8Length(text) > limits.maxTextBytes()) {
      throw Rejected.at("text", Reason.TEXT_TOO_LONG);
    }
  }

  private static void requireVisible(MessageState messageState, Visibility visible, long position) {
    if (position >= messageState.next() || !visible.sees(position)) {
      throw new Rejected(Reason.MESSAGE_NOT_FOUND);
    }
  }

  private static boolean isDeleted(MessageState messageState, long position) {
    return messageState.messages().deletedBefore().contains(position)
        || messageState.messages().at(position).map(RecentMessages.Message::deleted).orElse(false);
  }

  /// Returns the sender of the message at a position.
  ///
  /// @throws Rejected if there is no message, it was deleted, or it may not be seen
  private static PersonId requireSender(
      MessageState messageState, Visibility visible, long position, ConversationContext context) {
    requireVisible(messageState, visible, position);
    if (isDeleted(messageState, position)) {
      throw new Rejected(Reason.MESSAGE_NOT_FOUND);
    }
    Optional<PersonId> sender =
        messageState.messages().reachesBackTo(position)
            ? messageState.messages().at(position).map(RecentMessages.Message::sender)
            : context.senderAt(position);
    return sender.orElseThrow(() -> new Rejected(Reason.MESSAGE_NOT_FOUND));
  }
}
