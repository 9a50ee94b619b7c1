package info.powow.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a command that was carried out and stored durably.
///
/// @param conversationId the conversation that the command was about; null if none
/// @param position the position of the event; for a retry, that of the first attempt; null if nothing
///     had to change, or the event has no position
/// @param invited who was invited to a group instead of being added; null if nobody
public record Accepted(
    @Nullable ConversationId conversationId,
    @Nullable Long position,
    @Nullable List<PersonId> invited) {

  public static Accepted at(ConversationId conversation, long position) {
    return new Accepted(conversation, position, null);
  }

  public static Accepted in(ConversationId conversation) {
    return new Accepted(conversation, null, null);
  }

  public static Accepted personal() {
    return new Accepted(null, null, null);
  }

  public Accepted inviting(List<PersonId> people) {
    return people.isEmpty() ? this : new Accepted(conversationId, position, people);
  }
}
