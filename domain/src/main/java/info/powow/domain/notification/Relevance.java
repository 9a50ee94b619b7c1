package info.powow.domain.notification;

/// What makes a message a person's business: the strongest that applies.
public enum Relevance {
  MENTION,
  REPLY,
  /// It is in a private chat.
  DIRECT,
  KEYWORD,
  /// It is one of all messages.
  MESSAGE
}
