package info.powow.command.identity;

import info.powow.command.person.KnownPeople;
import info.powow.command.person.PersonCommandHandler;
import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.identity.Account;
import info.powow.domain.identity.AccountCommand;
import info.powow.domain.identity.AccountCommand.OpenAccount;
import info.powow.domain.identity.AccountCommand.ReserveHandle;
import info.powow.domain.identity.AccountEvent;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.PersonCommand.CreateProfile;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/// Creates and finds accounts by handle.
class Accounts implements AccountLookup {
  private final Repository<AccountAggregate> accounts;
  private final PersonCommandHandler persons;
  private final KnownPeople people;
  private final EventStore events;
  private final AccountNames names;
  private final Clock clock;

  Accounts(
      Repository<AccountAggregate> accounts,
      PersonCommandHandler persons,
      KnownPeople people,
      EventStore events,
      AccountNames names,
      Clock clock) {
    this.accounts = accounts;
    this.persons = persons;
    this.people = people;
    this.events = events;
    this.names = names;
    this.clock = clock;
  }

  /// Appends the account and the profile together, so that nobody is half signed up.
  Accepted handle(AccountCommand command) throws Exception {
    if (command instanceof ReserveHandle reserve && people.isPerson(reserve.person())) {
      // Already known, under the handle that was free then.
      return Accepted.personal();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String id = names.streamOf(command.handle());
    Accepted accepted =
        accounts
            .loadOrCreate(id, () -> new AccountAggregate(id))
            .invoke(account -> account.handle(command, now));
    return switch (command) {
      case OpenAccount open -> {
        persons.handle(new CreateProfile(open.person(), open.handle(), open.displayName()));
        yield accepted;
      }
      case ReserveHandle reserve -> {
        persons.handle(
            new CreateProfile(reserve.person(), reserve.handle(), reserve.displayName()));
        yield accepted;
      }
    };
  }

  Account find(Handle handle) {
    Account account = Account.free();
    DomainEventStream stream = events.readEvents(names.streamOf(handle), 0);
    while (stream.hasNext()) {
      if (stream.next().getPayload() instanceof AccountEvent event) {
        account = Account.evolve(account, event);
      }
    }
    return account;
  }

  @Override
  public @Nullable PersonId personOf(Handle handle) {
    return switch (find(handle)) {
      case Account.Taken taken -> taken.person();
      case Account.Reserved reserved -> reserved.person();
      case Account.Free _ -> null;
    };
  }

  @Override
  public @Nullable Handle handleOf(PersonId person) {
    DomainEventStream stream = events.readEvents(person.value(), 0);
    return stream.hasNext() && stream.next().getPayload() instanceof ProfileCreated created
        ? created.handle()
        : null;
  }
}
