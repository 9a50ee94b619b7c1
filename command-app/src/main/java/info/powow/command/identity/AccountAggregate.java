package info.powow.command.identity;

import info.powow.domain.Accepted;
import info.powow.domain.identity.Account;
import info.powow.domain.identity.AccountCommand;
import info.powow.domain.identity.AccountEvent;
import info.powow.domain.identity.Handle;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds an account between commands; the rules are in [Account].
class AccountAggregate {
  @AggregateIdentifier private final String id;
  private Account state = Account.free();

  AccountAggregate(String id) {
    this.id = id;
  }

  /// The stream of a handle: whoever takes a handle first has written its first event, on every
  /// node.
  static String idOf(Handle handle) {
    return "account:" + handle.value();
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
