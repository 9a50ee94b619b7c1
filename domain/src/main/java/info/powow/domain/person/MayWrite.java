package info.powow.domain.person;

/// Whose first message a person takes.
public enum MayWrite {
  /// What somebody writes who is no contact is a request.
  EVERYONE,
  CONTACTS
}
