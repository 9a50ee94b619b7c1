package info.powow.domain.notification;

/// What makes a message or a gathering a person's business: the strongest that applies.
public enum Relevance {
  MENTION,
  REPLY,
  /// It is in a private chat.
  DIRECT,
  KEYWORD,
  /// It is one of all messages.
  MESSAGE,
  /// A new gathering nearby fits the person's interests.
  NEW_GATHERING,
  /// A gathering that the person attends has another place or time.
  GATHERING_MOVED,
  /// A gathering that the person attends was cancelled.
  GATHERING_CANCELLED
}
