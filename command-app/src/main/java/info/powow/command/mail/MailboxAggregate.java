package info.powow.command.mail;

import info.powow.domain.Accepted;
import info.powow.domain.mail.MailCommand;
import info.powow.domain.mail.MailEvent;
import info.powow.domain.mail.Mailbox;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds a person's mailbox between commands; the rules are in [Mailbox].
class MailboxAggregate {
  @AggregateIdentifier private final String id;
  private Mailbox state = Mailbox.EMPTY;

  MailboxAggregate(String id) {
    this.id = id;
  }

  Accepted handle(MailCommand command, Instant now) {
    Mailbox.decide(state, command, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(MailEvent event) {
    state = Mailbox.evolve(state, event);
  }
}
