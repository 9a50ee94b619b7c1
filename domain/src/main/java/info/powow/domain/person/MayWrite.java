package info.powow.domain.person;

/// Whose first message a person accepts.
public enum MayWrite {
  /// A message from somebody who is not a contact is a request.
  EVERYONE,
  CONTACTS
}
