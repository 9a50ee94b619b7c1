package info.powow.domain.notification;

/// Whether one of two people has blocked the other.
public enum Block {
  NONE,
  /// The recipient has blocked the author, and perhaps the author the recipient.
  BY_RECIPIENT,
  /// Only the author has blocked the recipient, who must not learn of it.
  BY_AUTHOR
}
