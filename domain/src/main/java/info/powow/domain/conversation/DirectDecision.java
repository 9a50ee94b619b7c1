package info.powow.domain.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.Conversation.Direct;
import info.powow.domain.conversation.ConversationCommand.AcceptConversation;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.DeleteMessage;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.EraseAuthor;
import info.powow.domain.conversation.ConversationCommand.MemberCommand;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.OutsiderCommand;
import info.powow.domain.conversation.ConversationCommand.PinMessage;
import info.powow.domain.conversation.ConversationCommand.RemoveReaction;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationCommand.UnpinMessage;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.person.Consent;
import info.powow.domain.person.MayWrite;
import java.util.List;

/// Decides commands in private chats.
final class DirectDecision {
  private DirectDecision() {}

  static List<ConversationEvent> open(OpenDirect open, ConversationContext context) {
    if (!context.isPerson(open.with())) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    Blocks.requireNone(open.by(), open.with(), context);
    ConversationId conversation = open.conversation();
    requireTaken(open.with(), conversation, context);
    return List.of(
        new DirectOpened(conversation, open.by(), List.of(open.by(), open.with()), context.now()));
  }

  static List<ConversationEvent> decide(
      Direct direct, ConversationCommand command, ConversationContext context) {
    if (!direct.hasMember(command.by()) || seemsAbsent(direct, command, context)) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    MessageState messageState = direct.messageState();
    return switch (command) {
      case SendMessage send -> {
        requireReachable(direct, send, context);
        yield MessageDecision.send(
            messageState, Visibility.EVERYTHING, send, direct::hasMember, context);
      }
      case EditMessage edit -> {
        requireReachable(direct, edit, context);
        yield MessageDecision.edit(
            messageState, Visibility.EVERYTHING, edit, direct::hasMember, context);
      }
      case DeleteMessage delete ->
          MessageDecision.delete(messageState, Visibility.EVERYTHING, delete, false, context);
      case AddReaction add -> {
        requireReachable(direct, add, context);
        yield MessageDecision.react(messageState, Visibility.EVERYTHING, add, context);
      }
      case RemoveReaction remove ->
          MessageDecision.unreact(messageState, Visibility.EVERYTHING, remove, context);
      case PinMessage pin -> {
        requireReachable(direct, pin, context);
        yield MessageDecision.pin(messageState, Visibility.EVERYTHING, pin, context);
      }
      case UnpinMessage unpin ->
          MessageDecision.unpin(messageState, Visibility.EVERYTHING, unpin, context);
      case AcceptConversation accept -> accept(direct, accept, context);
      case EraseAuthor erase ->
          messageState.erased().contains(erase.by())
              ? List.of()
              : List.of(new AuthorErased(erase.conversation(), erase.by(), context.now()));
      case OpenDirect _ -> List.of();
      case CreateGroup _, OutsiderCommand _, MemberCommand _ ->
          throw new Rejected(Reason.NOT_A_GROUP);
    };
  }

  /// Whether a chat does not exist as far as this person may learn: only the other one has opened it,
  /// and has written nothing yet. They may write the first message, unless there is a block.
  private static boolean seemsAbsent(
      Direct direct, ConversationCommand command, ConversationContext context) {
    return direct.standingOf(command.by()) == Standing.HIDDEN
        && switch (command) {
          case OpenDirect _, EraseAuthor _ -> false;
          case SendMessage send -> Blocks.exist(send.by(), direct.peerOf(send.by()), context);
          case EditMessage _,
              DeleteMessage _,
              AddReaction _,
              RemoveReaction _,
              PinMessage _,
              UnpinMessage _,
              AcceptConversation _,
              CreateGroup _,
              OutsiderCommand _,
              MemberCommand _ ->
              true;
        };
  }

  /// Opening a chat that the person already has changes nothing and discloses nothing, so a block
  /// does not matter. If only the other person has opened it, it must look like a new one: otherwise,
  /// the answer would disclose that.
  ///
  /// @return the position at which the chat was opened
  static long openAgain(Direct direct, OpenDirect open, ConversationContext context) {
    if (direct.standingOf(open.by()) == Standing.HIDDEN) {
      Blocks.requireNone(open.by(), open.with(), context);
    }
    return 0;
  }

  private static List<ConversationEvent> accept(
      Direct direct, AcceptConversation accept, ConversationContext context) {
    return switch (direct.standingOf(accept.by())) {
      case REQUEST -> {
        Blocks.requireNone(accept.by(), direct.peerOf(accept.by()), context);
        yield List.of(new RequestAccepted(accept.conversation(), accept.by(), context.now()));
      }
      case HIDDEN, OPENED, OUTGOING, MUTUAL -> List.of();
    };
  }

  /// Refuses writing, reacting and pinning if one of the two has blocked the other. Existing
  /// content stays and may be removed. Also refuses a person who is not a contact if the other
  /// person accepts messages from contacts only, or has declined the request. Once both have agreed
  /// to the chat, neither is asked again.
  private static void requireReachable(
      Direct direct, ConversationCommand command, ConversationContext context) {
    PersonId peer = direct.peerOf(command.by());
    if (direct.messageState().erased().contains(peer)) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    Blocks.requireNone(command.by(), peer, context);
    if (!direct.one().equals(peer) && !direct.agreed().contains(peer)) {
      requireTaken(peer, command.conversation(), context);
    }
  }

  private static void requireTaken(
      PersonId person, ConversationId conversation, ConversationContext context) {
    Consent consent = context.consentOf(person);
    if (consent.mayWriteMe() == MayWrite.CONTACTS || consent.hasDeclinedRequest(conversation)) {
      throw new Rejected(Reason.CONTACTS_ONLY);
    }
  }
}
