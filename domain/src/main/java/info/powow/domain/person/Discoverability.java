package info.powow.domain.person;

/// Who may find a person without knowing their handle.
public enum Discoverability {
  NOBODY,
  /// People who share a group.
  GROUPS,
  EVERYONE
}
