package info.powow.command.erasure;

import info.powow.command.person.KnownPeople;
import info.powow.domain.Accepted;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.erasure.ErasureCommand;
import info.powow.domain.erasure.ErasureCommand.AskErasure;
import info.powow.domain.erasure.Erasures;
import info.powow.domain.erasure.HoldCommand;
import info.powow.identity.LoggedStaffRoles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Repository;

/// Decides about erasures.
class ErasureCommandHandler {
  private final Repository<ErasuresAggregate> erasures;
  private final KnownPeople people;
  private final LoggedStaffRoles roles;
  private final Duration grace;
  private final Clock clock;
  private final Runnable news;

  /// @param news runs when something may be due
  ErasureCommandHandler(
      Repository<ErasuresAggregate> erasures,
      KnownPeople people,
      LoggedStaffRoles roles,
      Duration grace,
      Clock clock,
      Runnable news) {
    this.erasures = erasures;
    this.people = people;
    this.roles = roles;
    this.grace = grace;
    this.clock = clock;
    this.news = news;
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
    Accepted accepted = change(aggregate -> aggregate.handle(command, grace, now()));
    if (command instanceof AskErasure ask && !ask.by().equals(ask.person())) {
      tell();
    }
    return accepted;
  }

  Accepted handle(HoldCommand command) throws Exception {
    Accepted accepted = change(aggregate -> aggregate.handle(command, now()));
    tell();
    return accepted;
  }

  private Accepted change(Consumer<ErasuresAggregate> change) throws Exception {
    erasures
        .loadOrCreate(Erasures.STREAM, () -> new ErasuresAggregate(Erasures.STREAM))
        .execute(change);
    return Accepted.personal();
  }

  /// A person who asks for themselves is answered first, while the erasure is still waiting.
  private void tell() {
    CurrentUnitOfWork.ifStarted(work -> work.afterCommit(_ -> news.run()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
