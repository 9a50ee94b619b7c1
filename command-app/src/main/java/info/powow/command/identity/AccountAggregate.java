package info.powow.command.identity;

import info.powow.domain.Accepted;
import info.powow.domain.identity.Account;
import info.powow.domain.identity.AccountCommand;
import info.powow.domain.identity.AccountEvent;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the state of an account between commands. The rules are in [Account].
class AccountAggregate {
  @AggregateIdentifier private final String id;
  private Account state = Account.free();

  AccountAggregate(String id) {
    this.id = id;
  }

  Accepted handle(AccountCommand command, Instant now) {
    Account.decide(state, command, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(AccountEvent event) {
    state = Account.evolve(state, event);
  }
}
