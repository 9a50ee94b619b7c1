package info.powow.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a command that was carried out: what it made, durably stored.
///
/// @param conversationId the conversation it was about, if it was about one
/// @param position where the event stands in the conversation; the first answer's for a retry;
///     absent when everything was already as asked, or what was made has no position
/// @param invited who was to be put into a group and was invited instead; absent when nobody was
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
