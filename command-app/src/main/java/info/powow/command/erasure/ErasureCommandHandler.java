package info.powow.command.erasure;

import info.powow.command.person.KnownPeople;
import info.powow.domain.Accepted;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.erasure.ErasureCommand;
import info.powow.domain.erasure.ErasureCommand.AskErasure;
import info.powow.domain.erasure.Erasures;
import info.powow.identity.LoggedStaffRoles;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.axonframework.modelling.command.Repository;

/// Decides about erasures.
class ErasureCommandHandler {
  private final Repository<ErasuresAggregate> erasures;
  private final KnownPeople people;
  private final LoggedStaffRoles roles;
  private final Duration grace;
  private final Clock clock;

  ErasureCommandHandler(
      Repository<ErasuresAggregate> erasures,
      KnownPeople people,
      LoggedStaffRoles roles,
      Duration grace,
      Clock clock) {
    this.erasures = erasures;
    this.people = people;
    this.roles = roles;
    this.grace = grace;
    this.clock = clock;
  }

  Accepted handle(ErasureCommand command) throws Exception {
    if (command instanceof AskErasure ask) {
      if (!people.isPerson(ask.person())) {
        throw new Rejected(Reason.PERSON_NOT_FOUND);
      }
      // Somebody has to be left who can grant roles.
      if (roles.now().isOnlyAdmin(ask.person())) {
        throw new Rejected(Reason.LAST_ADMIN);
      }
    }
    erasures
        .loadOrCreate(Erasures.STREAM, () -> new ErasuresAggregate(Erasures.STREAM))
        .execute(aggregate ->
            aggregate.handle(command, grace, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    return Accepted.personal();
  }
}
