package info.powow.domain;

import org.jspecify.annotations.Nullable;

/// The answer to a command that was carried out: what it made, durably stored.
///
/// @param conversationId the conversation it was about, if it was about one
/// @param position where the event stands in the conversation; the first answer's for a retry;
///     absent when everything was already as asked, or what was made has no position
public record Accepted(@Nullable ConversationId conversationId, @Nullable Long position) {
  public static Accepted at(ConversationId conversation, long position) {
    return new Accepted(conversation, position);
  }

  public static Accepted in(ConversationId conversation) {
    return new Accepted(conversation, null);
  }

  public static Accepted personal() {
    return new Accepted(null, null);
  }
}
