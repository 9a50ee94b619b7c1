package info.powow.domain.identity;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.Texts;

/// What can be asked of handles, and of the built-in accounts that go with them.
public sealed interface AccountCommand extends Command {
  Handle handle();

  @Override
  default String routingKey() {
    return handle().value();
  }

  /// Takes a handle for a person, who comes to be with it.
  ///
  /// @param passwordHash salted and slow (bcrypt): the password itself never reaches the domain
  record OpenAccount(Handle handle, PersonId person, String passwordHash, String displayName)
      implements AccountCommand {
    public OpenAccount {
      displayName = Texts.requireName(displayName);
    }

    /// Without the hash: what is printed ends up in a log.
    @Override
    public String toString() {
      return "OpenAccount[handle=" + handle + ", person=" + person + "]";
    }
  }

  /// Takes a handle for a person whom another issuer vouches for, and who comes to be with it.
  record ReserveHandle(Handle handle, PersonId person, String displayName)
      implements AccountCommand {
    public ReserveHandle {
      displayName = Texts.requireName(displayName);
    }
  }
}
