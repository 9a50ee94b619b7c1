package info.powow.domain.notification;

/// Why somebody is told of a message, or not: the closed list, in the order in which it is looked at.
public enum Verdict {
  /// They wrote it themselves.
  OWN,
  /// They are not a member, or may not see the message.
  NOT_A_MEMBER,
  /// They have blocked the author.
  BLOCKED,
  /// The author has blocked them. They must not learn of it.
  BLOCKED_BY_AUTHOR,
  /// The message is gone.
  DELETED,
  /// It happened too long ago.
  EXPIRED,
  /// They have read it.
  READ,
  /// It comes from somebody who is not a contact.
  REQUEST,
  /// They have muted the conversation.
  MUTED,
  /// Their level leaves it out.
  LEVEL,
  /// It was edited, and does not mention them newly.
  EDITED,
  /// A gathering is not within their radius.
  TOO_FAR,
  /// A gathering fits none of their interests.
  NOT_INTERESTED,
  /// They neither attend a gathering nor are interested in it.
  NOT_ATTENDING,
  /// They were notified of enough new gatherings today.
  OFTEN,
  /// They want quiet at this time.
  QUIET_HOURS,
  /// They are looking at the page.
  ACTIVE,
  /// Nothing stands against it.
  PUSH
}
