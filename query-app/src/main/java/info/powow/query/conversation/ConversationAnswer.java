package info.powow.query.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Texts;
import info.powow.domain.conversation.Role;
import info.powow.domain.image.Picture;
import info.powow.domain.person.InboxSection;
import info.powow.domain.place.Place;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation as one of its members sees it.
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Conversation")
record ConversationAnswer(
    String conversationId,
    Kind kind,
    @Schema(description = "Of a group; of a private chat, what the other one is called")
        @Nullable String name,
    @Schema(description = "Of a group; of a private chat, the other one's")
        @Nullable Picture avatar,
    @Schema(description = "The other one of a private chat") @Nullable String peer,
    @Schema(description = "Where an open group is found on the map") @Nullable Place place,
    @Schema(description = "Whether anyone may join") boolean open,
    @Schema(description = "Whether who joins sees what was before") boolean history,
    Instant createdAt,
    @Schema(description = "My role; absent when I am not a member any more") @Nullable Role role,
    Instant joinedAt,
    @Schema(description = "How many members there are") int memberCount,
    @Schema(description = "The first few of them") List<MemberName> members,
    @Schema(description = "Place of the last event that I may see") long position,
    @Schema(description = "Which positions I may see") List<Range> visible,
    @Nullable LastMessageAnswer lastMessage,
    @Schema(description = "When something was last said, or else it began") Instant activityAt,
    @Schema(description = "Messages of others that I have not read") int unread,
    @Schema(description = "There are at least so many unread, perhaps more") boolean unreadCapped,
    @Schema(description = "Position of the first unread message that mentions me")
        @Nullable Long mentioned,
    @Schema(description = "How far I have read; -1 when nothing") long readUpTo,
    @Nullable Instant mutedUntil,
    @Schema(description = "Where it stands in my inbox") InboxSection section,
    @Schema(description = "Whether I want it to stand out as unread, whatever I have read")
        boolean markedUnread,
    @Schema(description = "Positions of pinned messages") List<Long> pins,
    @Schema(
            description =
                "A request: somebody who is no contact of mine has written. No picture is to be loaded, and they are told nothing of me, until I write or accept")
        @Nullable Boolean request) {

  private static final int FIXED_BYTES = 700;
  private static final int BYTES_OF_A_MEMBER = 100;
  private static final int BYTES_OF_A_RANGE = 45;
  private static final int BYTES_OF_A_POSITION = 20;

  /// About how long it is as JSON.
  int bytes() {
    int bytes = FIXED_BYTES + length(name);
    for (MemberName member : members) {
      bytes += BYTES_OF_A_MEMBER + length(member.displayName());
    }
    if (lastMessage != null) {
      bytes += length(lastMessage.text());
    }
    return bytes + visible.size() * BYTES_OF_A_RANGE + pins.size() * BYTES_OF_A_POSITION;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : Texts.utf8Length(text);
  }

  enum Kind {
    DIRECT,
    GROUP
  }

  /// @param displayName absent if the person is not known
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MemberName(String personId, @Nullable String displayName) {}

  /// @param to absent while the range still grows
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "PositionRange")
  record Range(long from, @Nullable Long to) {}

  /// @param text the beginning of the text; absent if there is none or it was deleted
  /// @param cut whether the text is truncated
  /// @param images the number of pictures
  /// @param withheld `erased` if its author was erased
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "LastMessage")
  record LastMessageAnswer(
      long position,
      String sender,
      @Nullable String text,
      boolean cut,
      int images,
      Instant at,
      boolean edited,
      boolean deleted,
      @Nullable String withheld) {}
}
