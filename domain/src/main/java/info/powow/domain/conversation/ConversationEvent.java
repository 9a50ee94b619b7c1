package info.powow.domain.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.image.Picture;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened in a conversation. The component names are the names in the log and on the wire.
///
/// The position of an event is its place in the conversation's stream (0, 1, 2, …) and is not part
/// of it. An event about an earlier message names that message's position in `message`.
public sealed interface ConversationEvent {
  ConversationId conversationId();

  Instant at();

  record DirectOpened(
      ConversationId conversationId, PersonId by, List<PersonId> members, Instant at)
      implements ConversationEvent {}

  /// @param members everybody, the creator first
  /// @param gatheringId of the gathering whose conversation it is; null for an ordinary group
  record GroupCreated(
      ConversationId conversationId,
      CommandKey key,
      PersonId by,
      String name,
      List<PersonId> members,
      boolean open,
      boolean history,
      @Nullable GatheringId gatheringId,
      Instant at)
      implements ConversationEvent {
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
      implements ConversationEvent {}

  record MemberAdded(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements ConversationEvent {}

  record MemberLeft(ConversationId conversationId, PersonId personId, Instant at)
      implements ConversationEvent {}

  record MemberRemoved(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements ConversationEvent {}

  /// Somebody was asked to come into a group, and is no member until they accept. When they decline,
  /// nothing happens here: only who invited them learns of it.
  record MemberInvited(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements ConversationEvent {}

  /// Somebody may not come back.
  record MemberBanned(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements ConversationEvent {}

  record MemberUnbanned(ConversationId conversationId, PersonId personId, PersonId by, Instant at)
      implements ConversationEvent {}

  /// The other one's first messages in a private chat were accepted without an answer.
  record RequestAccepted(ConversationId conversationId, PersonId personId, Instant at)
      implements ConversationEvent {}

  record RoleChanged(
      ConversationId conversationId, PersonId personId, Role role, PersonId by, Instant at)
      implements ConversationEvent {}

  record GroupRenamed(ConversationId conversationId, String name, PersonId by, Instant at)
      implements ConversationEvent {}

  /// @param avatar null when the group has no picture any more
  record GroupAvatarChanged(
      ConversationId conversationId, @Nullable Picture avatar, PersonId by, Instant at)
      implements ConversationEvent {}

  /// @param images the ids of the pictures
  /// @param pictures the same pictures, with what it takes to lay them out and to prove them
  record MessageSent(
      ConversationId conversationId,
      CommandKey key,
      PersonId sender,
      @Nullable String text,
      List<ImageId> images,
      List<Picture> pictures,
      @Nullable Long replyTo,
      List<PersonId> mentions,
      Instant at)
      implements ConversationEvent {}

  /// @param mentions who is mentioned from now on; null when that stays as it was
  record MessageEdited(
      ConversationId conversationId,
      long message,
      String text,
      @Nullable List<PersonId> mentions,
      PersonId by,
      Instant at)
      implements ConversationEvent {}

  record MessageDeleted(ConversationId conversationId, long message, PersonId by, Instant at)
      implements ConversationEvent {}

  record ReactionAdded(
      ConversationId conversationId, long message, String emoji, PersonId by, Instant at)
      implements ConversationEvent {}

  record ReactionRemoved(
      ConversationId conversationId, long message, String emoji, PersonId by, Instant at)
      implements ConversationEvent {}

  record MessagePinned(ConversationId conversationId, long message, PersonId by, Instant at)
      implements ConversationEvent {}

  record MessageUnpinned(ConversationId conversationId, long message, PersonId by, Instant at)
      implements ConversationEvent {}
}
