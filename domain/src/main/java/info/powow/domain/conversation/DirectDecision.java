package info.powow.domain.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.Conversation.Direct;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupAvatar;
import info.powow.domain.conversation.ConversationCommand.ChangeRole;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.DeleteMessage;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.JoinGroup;
import info.powow.domain.conversation.ConversationCommand.LeaveGroup;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.PinMessage;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;
import info.powow.domain.conversation.ConversationCommand.RemoveReaction;
import info.powow.domain.conversation.ConversationCommand.RenameGroup;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationCommand.UnpinMessage;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import java.util.List;

/// What two people may do in their private chat.
final class DirectDecision {
  private DirectDecision() {}

  static List<ConversationEvent> open(OpenDirect open, Circumstances circumstances) {
    if (!circumstances.isPerson(open.with())) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    requireUnblocked(open.by(), open.with(), circumstances);
    ConversationId conversation = open.conversation();
    return List.of(
        new DirectOpened(
            conversation, open.by(), List.of(open.by(), open.with()), circumstances.now()));
  }

  static List<ConversationEvent> decide(
      Direct direct, ConversationCommand command, Circumstances circumstances) {
    if (!direct.hasMember(command.by())) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    Talk talk = direct.talk();
    return switch (command) {
      case SendMessage send -> {
        requireUnblocked(send.by(), direct.peerOf(send.by()), circumstances);
        yield MessageDecision.send(
            talk, Visibility.EVERYTHING, send, direct::hasMember, circumstances);
      }
      case EditMessage edit -> {
        requireUnblocked(edit.by(), direct.peerOf(edit.by()), circumstances);
        yield MessageDecision.edit(talk, Visibility.EVERYTHING, edit, circumstances);
      }
      case DeleteMessage delete ->
          MessageDecision.delete(talk, Visibility.EVERYTHING, delete, false, circumstances);
      case AddReaction add -> {
        requireUnblocked(add.by(), direct.peerOf(add.by()), circumstances);
        yield MessageDecision.react(talk, Visibility.EVERYTHING, add, circumstances);
      }
      case RemoveReaction remove ->
          MessageDecision.unreact(talk, Visibility.EVERYTHING, remove, circumstances);
      case PinMessage pin -> {
        requireUnblocked(pin.by(), direct.peerOf(pin.by()), circumstances);
        yield MessageDecision.pin(talk, Visibility.EVERYTHING, pin, circumstances);
      }
      case UnpinMessage unpin ->
          MessageDecision.unpin(talk, Visibility.EVERYTHING, unpin, circumstances);
      case OpenDirect _ -> List.of();
      case CreateGroup _,
          JoinGroup _,
          LeaveGroup _,
          AddMember _,
          RemoveMember _,
          ChangeRole _,
          RenameGroup _,
          ChangeGroupAvatar _ ->
          throw new Rejected(Reason.NOT_A_GROUP);
    };
  }

  /// A block stops what one of the two writes, marks or highlights for the other; what was written
  /// stays, and may be taken back.
  private static void requireUnblocked(PersonId by, PersonId peer, Circumstances circumstances) {
    if (circumstances.hasBlocked(peer, by)) {
      throw new Rejected(Reason.BLOCKED);
    }
    if (circumstances.hasBlocked(by, peer)) {
      throw new Rejected(Reason.BLOCKED_BY_YOU);
    }
  }
}
