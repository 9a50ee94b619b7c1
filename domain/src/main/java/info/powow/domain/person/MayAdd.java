package info.powow.domain.person;

/// Who may put a person into a group without asking; everybody else invites them.
public enum MayAdd {
  EVERYONE,
  /// Only contacts: people with whom they have a private chat in which they have written, or whose
  /// request they have accepted.
  CONTACTS,
  NOBODY
}
