package info.powow.domain.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Instant;
import java.util.List;

/// The state of a handle: whether it is taken, and by whom.
public sealed interface Account {
  record Free() implements Account {}

  record Taken(PersonId person, String passwordHash) implements Account {
    /// Omits the hash, because printed text ends up in logs.
    @Override
    public String toString() {
      return "Taken[person=" + person + "]";
    }
  }

  /// An external issuer authenticates the owner.
  record Reserved(PersonId person) implements Account {}

  static Account free() {
    return new Free();
  }

  /// @throws Rejected with the reason, if the command is refused
  static List<AccountEvent> decide(Account state, AccountCommand command, Instant now) {
    if (state instanceof Free && ReservedHandles.contain(command.handle())) {
      throw Rejected.at("handle", Reason.HANDLE_RESERVED);
    }
    return switch (command) {
      case AccountCommand.OpenAccount open ->
          switch (state) {
            case Free _ ->
                List.of(
                    new AccountEvent.AccountOpened(
                        open.handle(), open.person(), open.passwordHash(), now));
            case Taken _, Reserved _ -> throw Rejected.at("handle", Reason.HANDLE_TAKEN);
          };
      case AccountCommand.ReserveHandle reserve ->
          switch (state) {
            case Free _ ->
                List.of(new AccountEvent.HandleReserved(reserve.handle(), reserve.person(), now));
            case Reserved(PersonId person) when person.equals(reserve.person()) -> List.of();
            case Taken _, Reserved _ -> throw Rejected.at("handle", Reason.HANDLE_TAKEN);
          };
    };
  }

  static Account evolve(Account state, AccountEvent event) {
    return switch (event) {
      case AccountEvent.AccountOpened opened -> new Taken(opened.personId(), opened.passwordHash());
      case AccountEvent.HandleReserved reserved -> new Reserved(reserved.personId());
    };
  }
}
