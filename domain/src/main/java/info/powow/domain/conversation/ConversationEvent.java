package info.powow.domain.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import info.powow.domain.image.Picture;
import info.powow.domain.place.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event of a conversation. Component names are the names in the log and on the wire.
///
/// The position of an event is its place in the conversation's stream (0, 1, 2, …). The event
/// itself does not contain it. An event about an earlier message has that message's position in
/// `message`.
public sealed interface ConversationEvent {
  ConversationId conversationId();

  Instant at();

  /// Opens a conversation with its first members. Always at position 0.
  sealed interface Opening extends ConversationEvent {
    List<PersonId> members();

    PersonId by();
  }

  /// Changes who is a member, or in which role.
  sealed interface MembershipEvent extends ConversationEvent {
    PersonId personId();
  }

  /// Makes somebody a member.
  sealed interface Entry extends MembershipEvent {}

  /// Ends somebody's membership.
  sealed interface Exit extends MembershipEvent {}

  /// Changes who may enter a group, but not its members.
  sealed interface AdmissionEvent extends ConversationEvent {
    PersonId personId();

    PersonId by();
  }

  /// Changes the name, picture or place of a group.
  sealed interface GroupProfileEvent extends ConversationEvent {
    PersonId by();
  }

  /// Sends or changes a message.
  sealed interface MessageEvent extends ConversationEvent {}

  /// Changes an earlier message.
  sealed interface MessageChange extends MessageEvent {
    /// The position of that message.
    long message();

    PersonId by();
  }

  /// Changes the text of a message.
  sealed interface TextChange extends MessageChange {}

  /// Changes the reactions to a message.
  sealed interface ReactionChange extends MessageChange {
    String emoji();
  }

  /// Pins or unpins a message.
  sealed interface PinChange extends MessageChange {}

  record DirectOpened(
      ConversationId conversationId, PersonId by, List<PersonId> members, Instant at)
      implements Opening {}

  /// @param members all members, the creator first
  /// @param gatheringId the gathering whose conversation this is; null for an ordinary group
  record GroupCreated(
      @Owner ConversationId conversationId,
      @Personal CommandKey key,
      PersonId by,
      @Personal String name,
      List<PersonId> members,
      boolean open,
      boolean history,
      @Nullable GatheringId gatheringId,
      Instant at)
      implements Opening {
    /// An ordinary group.
    public GroupCreated(
        ConversationId conversationId,
        CommandKey key,
        PersonId by,
        String name,
        List<PersonId> members,
        boolean open,
        boolean history,
        Instant at) {
      this(conversationId, key, by, name, members, open, history, null, at);
    }
  }

  record MemberJoined(ConversationId conversationId, PersonId personId, Instant at)
      implements Entry {}

  record MemberAdded(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements Entry {}

  record MemberLeft(ConversationId conversationId, PersonId personId, Instant at) implements Exit {}

  record MemberRemoved(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements Exit {}

  /// Somebody was invited to a group, and becomes a member by accepting. Declining adds no event to
  /// this stream.
  record MemberInvited(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements AdmissionEvent {}

  /// Somebody was banned from the group until the ban is lifted.
  record MemberBanned(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements AdmissionEvent {}

  record MemberUnbanned(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements AdmissionEvent {}

  /// Somebody accepted the other person's request in a private chat without writing an answer.
  record RequestAccepted(ConversationId conversationId, PersonId personId, Instant at)
      implements ConversationEvent {}

  /// Somebody's account was erased: their words in this conversation are gone. Whoever keeps a copy
  /// of earlier events removes the text and the pictures of their messages.
  record AuthorErased(ConversationId conversationId, PersonId personId, Instant at)
      implements ConversationEvent {}

  record RoleChanged(
      ConversationId conversationId, PersonId personId, Role role, PersonId by, Instant at)
      implements MembershipEvent {}

  record GroupRenamed(
      @Owner ConversationId conversationId, @Personal String name, PersonId by, Instant at)
      implements GroupProfileEvent {}

  /// @param avatar null if the picture was removed
  record GroupAvatarChanged(
      @Owner ConversationId conversationId,
      @Personal @Nullable Picture avatar,
      PersonId by,
      Instant at)
      implements GroupProfileEvent {}

  /// The place where an open group is found. Public, like that of a gathering.
  ///
  /// @param place null if the group has none any more
  record GroupPlaceChanged(
      @Owner ConversationId conversationId,
      @Personal @Nullable Place place,
      PersonId by,
      Instant at)
      implements GroupProfileEvent {}

  /// @param images the ids of the pictures
  /// @param pictures the same pictures, with size, placeholder and hash
  record MessageSent(
      ConversationId conversationId,
      @Personal CommandKey key,
      @Owner PersonId sender,
      @Personal @Nullable String text,
      List<ImageId> images,
      @Personal List<Picture> pictures,
      @Public @Nullable Long replyTo,
      List<PersonId> mentions,
      Instant at)
      implements MessageEvent {}

  /// @param mentions the people mentioned from now on; null leaves the mentions unchanged
  record MessageEdited(
      ConversationId conversationId,
      @Public long message,
      @Personal String text,
      @Nullable List<PersonId> mentions,
      @Owner PersonId by,
      Instant at)
      implements TextChange {}

  record MessageDeleted(
      ConversationId conversationId, @Public long message, PersonId by, Instant at)
      implements TextChange {}

  record ReactionAdded(
      ConversationId conversationId,
      @Public long message,
      @Public String emoji,
      PersonId by,
      Instant at)
      implements ReactionChange {}

  record ReactionRemoved(
      ConversationId conversationId,
      @Public long message,
      @Public String emoji,
      PersonId by,
      Instant at)
      implements ReactionChange {}

  record MessagePinned(ConversationId conversationId, @Public long message, PersonId by, Instant at)
      implements PinChange {}

  record MessageUnpinned(
      ConversationId conversationId, @Public long message, PersonId by, Instant at)
      implements PinChange {}
}
