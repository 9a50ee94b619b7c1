package info.powow.command.mail;

import info.powow.domain.Accepted;
import info.powow.domain.mail.MailCommand;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.modelling.command.Repository;

/// Brings a command to the mailbox that it is about.
class MailCommandHandler {
  private final Repository<MailboxAggregate> mailboxes;
  private final Clock clock;

  MailCommandHandler(Repository<MailboxAggregate> mailboxes, Clock clock) {
    this.mailboxes = mailboxes;
    this.clock = clock;
  }

  Accepted handle(MailCommand command) throws Exception {
    String id = "mail:" + command.person().value();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return mailboxes
        .loadOrCreate(id, () -> new MailboxAggregate(id))
        .invoke(aggregate -> aggregate.handle(command, now));
  }
}
