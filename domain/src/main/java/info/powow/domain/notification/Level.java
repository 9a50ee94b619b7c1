package info.powow.domain.notification;

/// Which messages a person is told of.
public enum Level {
  /// All of them.
  ALL,
  /// Mentions, answers to the person, and private chats.
  MENTIONS,
  /// What [#MENTIONS] says, and messages that contain one of the person's keywords.
  KEYWORDS,
  /// Answers to the person only.
  REPLIES,
  NOTHING
}
