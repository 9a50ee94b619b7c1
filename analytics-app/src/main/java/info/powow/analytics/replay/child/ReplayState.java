package info.powow.analytics.replay.child;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers about a moment: the same as the running server would have given then. Texts and names
/// are absent if the replay does not reveal them.
public final class ReplayState {
  private ReplayState() {}

  /// Whether a conversation is a private chat or a group.
  public enum Kind {
    DIRECT,
    GROUP
  }

  /// @param index no event after this one is part of the answer
  /// @param name that of a group
  /// @param memberCount the number of members
  /// @param members in the order in which they joined, at most 500
  /// @param position of the newest event
  /// @param messages the number of messages that were not deleted
  /// @param pins the positions of pinned messages
  /// @param activityAt when the newest message was sent; without messages, when the conversation
  ///     began
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReplayConversation(
      ConversationId conversationId,
      long index,
      Kind kind,
      @Nullable String name,
      boolean open,
      boolean history,
      Instant createdAt,
      int memberCount,
      List<ReplayMember> members,
      long position,
      long messages,
      List<Long> pins,
      Instant activityAt) {}

  public record ReplayMember(PersonId personId, Role role, long joined, Instant joinedAt) {}

  /// @param member whether the person was a member
  /// @param messages as the person saw them, oldest first
  /// @param before the position before which the next page ends; absent on the last page
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReplayMessages(
      ConversationId conversationId,
      PersonId personId,
      long index,
      boolean member,
      List<ReplayMessage> messages,
      @Nullable Long before) {}

  /// @param edits the positions of the edits that the person saw
  /// @param deletedAt when it was deleted; then it has no content
  /// @param withheld `personal` if the text is not revealed, `erased` if it was erased
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ReplayMessage(
      long position,
      PersonId sender,
      Instant at,
      @Nullable String text,
      @Nullable List<ImageId> images,
      @Nullable Long replyTo,
      @Nullable List<Long> edits,
      @Nullable Map<String, List<PersonId>> reactions,
      boolean pinned,
      @Nullable Instant deletedAt,
      @Nullable PersonId deletedBy,
      @Nullable String withheld) {}

  /// @param conversations newest activity first, without requests
  /// @param cut whether there are more
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReplayInbox(
      PersonId personId, long index, List<ReplayInboxEntry> conversations, boolean cut) {}

  /// @param name that of a group
  /// @param peer the other person of a private chat
  /// @param lastMessage the newest message, if the person saw it
  /// @param unread messages of others that the person had not read
  /// @param unreadCapped whether there may be more
  /// @param readUpTo how far they had read; -1 if nothing
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReplayInboxEntry(
      ConversationId conversationId,
      Kind kind,
      @Nullable String name,
      @Nullable PersonId peer,
      Role role,
      int memberCount,
      long position,
      @Nullable ReplayLastMessage lastMessage,
      Instant activityAt,
      int unread,
      boolean unreadCapped,
      long readUpTo) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReplayLastMessage(
      long position,
      PersonId sender,
      @Nullable String text,
      Instant at,
      boolean edited,
      boolean deleted) {}
}
