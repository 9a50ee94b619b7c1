package info.powow.domain.person;

/// Who may add a person to a group directly; everybody else invites them.
public enum MayAdd {
  EVERYONE,
  /// Only contacts: people to whom the person has written in their private chat, or whose request
  /// the person has accepted.
  CONTACTS,
  NOBODY
}
