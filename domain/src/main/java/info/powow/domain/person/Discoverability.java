package info.powow.domain.person;

/// Who may find a person who did not give them their handle.
public enum Discoverability {
  NOBODY,
  /// People who share a group.
  GROUPS,
  EVERYONE
}
