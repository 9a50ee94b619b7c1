package info.powow.query.conversation;

import info.powow.domain.image.Picture;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The schema of a message of the history, for the OpenAPI document only. Messages are passed on as
/// they are stored.
@Schema(name = "Message")
record MessageSchema(
    @Schema(allowableValues = "messageSent") String type,
    @Schema(description = "Names the message in its conversation") long position,
    String conversationId,
    @Schema(description = "The sender's own name for the sending") String key,
    String sender,
    @Schema(description = "As it is now; absent when there is none or it was deleted")
        @Nullable String text,
    @Nullable List<String> images,
    @Schema(description = "The same pictures, with what it takes to lay them out")
        @Nullable List<Picture> pictures,
    @Schema(description = "Position of the message that this one answers") @Nullable Long replyTo,
    @Nullable List<String> mentions,
    Instant at,
    @Schema(description = "Positions of the edits, the newest 32") @Nullable List<Long> edits,
    @Nullable Instant editedAt,
    @Nullable List<Reaction> reactions,
    @Nullable Instant deletedAt,
    @Nullable String deletedBy,
    @Schema(description = "Who has read it, in groups that are not too large")
        @Nullable List<String> readBy) {

  @Schema(name = "Reaction")
  record Reaction(String emoji, List<String> people) {}
}
