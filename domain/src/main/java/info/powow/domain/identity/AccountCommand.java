package info.powow.domain.identity;

import info.powow.domain.PersonId;

/// What can be asked of the built-in accounts.
public sealed interface AccountCommand {
  Handle handle();

  /// Takes a handle for a person.
  ///
  /// @param passwordHash salted and slow (bcrypt): the password itself never reaches the domain
  record OpenAccount(Handle handle, PersonId person, String passwordHash)
      implements AccountCommand {}
}
