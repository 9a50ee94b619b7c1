package info.powow.domain.identity;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.Texts;

/// A command about a handle, or about the built-in account that belongs to it.
public sealed interface AccountCommand extends Command {
  Handle handle();

  @Override
  default String routingKey() {
    return handle().value();
  }

  /// Takes a handle for a new person.
  ///
  /// @param passwordHash salted and slow (bcrypt); the password itself never reaches the domain
  record OpenAccount(Handle handle, PersonId person, String passwordHash, String displayName)
      implements AccountCommand {
    public OpenAccount {
      displayName = Texts.requireName("displayName", displayName);
    }

    /// Omits the hash, because printed text ends up in logs.
    @Override
    public String toString() {
      return "OpenAccount[handle=" + handle + ", person=" + person + "]";
    }
  }

  /// Takes a handle for a new person whom an external issuer authenticates.
  record ReserveHandle(Handle handle, PersonId person, String displayName)
      implements AccountCommand {
    public ReserveHandle {
      displayName = Texts.requireName("displayName", displayName);
    }
  }
}
