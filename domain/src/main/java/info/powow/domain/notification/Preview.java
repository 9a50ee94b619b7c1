package info.powow.domain.notification;

/// How much of a message a push shows, also on a locked screen.
public enum Preview {
  /// That there is a message.
  NONE,
  /// Who wrote it, and in which group.
  SENDER,
  /// The beginning of its text too.
  TEXT
}
