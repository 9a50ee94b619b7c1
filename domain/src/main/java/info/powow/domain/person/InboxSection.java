package info.powow.domain.person;

/// Where a person keeps a conversation in their inbox.
public enum InboxSection {
  MAIN,
  /// Above all others, whatever happens in them.
  PINNED,
  /// Out of sight, also when something new is said.
  ARCHIVED
}
