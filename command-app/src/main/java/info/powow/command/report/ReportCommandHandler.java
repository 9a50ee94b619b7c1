package info.powow.command.report;

import info.powow.command.conversation.ConversationCommandHandler;
import info.powow.command.person.KnownPeople;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.report.ReportCommand;
import info.powow.domain.report.ReportContext;
import info.powow.domain.report.ReportReceipt;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.axonframework.modelling.command.Repository;

/// Loads the reports of a person and decides a command on them.
class ReportCommandHandler {
  private final Repository<ReportsAggregate> reports;
  private final ConversationCommandHandler conversations;
  private final KnownPeople people;
  private final Clock clock;

  ReportCommandHandler(
      Repository<ReportsAggregate> reports,
      ConversationCommandHandler conversations,
      KnownPeople people,
      Clock clock) {
    this.reports = reports;
    this.conversations = conversations;
    this.people = people;
    this.clock = clock;
  }

  /// Locks the reports first and the conversation second. Nothing locks them in the opposite order.
  ReportReceipt handle(ReportCommand command) throws Exception {
    ReportContext context = new LiveContext(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    String id = command.routingKey();
    return reports
        .loadOrCreate(id, () -> new ReportsAggregate(id))
        .invoke(aggregate -> aggregate.handle(command, context));
  }

  private final class LiveContext implements ReportContext {
    private final Instant now;

    LiveContext(Instant now) {
      this.now = now;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public boolean isPerson(PersonId person) {
      return people.isPerson(person);
    }

    @Override
    public Conversation conversation(ConversationId conversation) {
      return conversations.currentState(conversation);
    }

    @Override
    public Optional<PersonId> senderAt(ConversationId conversation, long position) {
      return conversations.senderAt(conversation, position);
    }
  }
}
