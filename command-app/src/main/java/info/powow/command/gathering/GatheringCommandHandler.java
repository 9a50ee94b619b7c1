package info.powow.command.gathering;

import info.powow.command.conversation.ConversationCommandHandler;
import info.powow.command.person.KnownPeople;
import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.gathering.GatheringCommand;
import info.powow.domain.gathering.GatheringContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.modelling.command.Repository;

/// Brings a command to its gathering, and what follows from it to the gathering's conversation: in
/// one unit of work, so that both are in the log or neither is.
class GatheringCommandHandler {
  private final Repository<GatheringAggregate> gatherings;
  private final ConversationCommandHandler conversations;
  private final KnownPeople people;
  private final Clock clock;

  GatheringCommandHandler(
      Repository<GatheringAggregate> gatherings,
      ConversationCommandHandler conversations,
      KnownPeople people,
      Clock clock) {
    this.gatherings = gatherings;
    this.conversations = conversations;
    this.people = people;
    this.clock = clock;
  }

  Accepted handle(GatheringCommand command) throws Exception {
    String id = command.gathering().value();
    GatheringContext context = new Now(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return gatherings
        .loadOrCreate(id, () -> new GatheringAggregate(id))
        .invoke(gathering -> {
          try {
            return gathering.handle(command, context, conversations::handle);
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private final class Now implements GatheringContext {
    private final Instant now;

    Now(Instant now) {
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
    public boolean hasBlocked(PersonId person, PersonId other) {
      return people.hasBlocked(person, other);
    }
  }
}
