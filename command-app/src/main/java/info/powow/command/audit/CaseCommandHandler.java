package info.powow.command.audit;

import info.powow.domain.Accepted;
import info.powow.domain.audit.CaseCommand;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.Cases;
import info.powow.domain.audit.RecordLook;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;

/// Decides about cases, and records what is read in them.
class CaseCommandHandler {
  private static final String CASES = "cases";

  private final Repository<CasesAggregate> cases;
  private final Repository<LooksAggregate> looks;
  private final Clock clock;

  CaseCommandHandler(
      Repository<CasesAggregate> cases, Repository<LooksAggregate> looks, Clock clock) {
    this.cases = cases;
    this.looks = looks;
    this.clock = clock;
  }

  Accepted handle(CaseCommand command) throws Exception {
    Instant now = now();
    return all().invoke(aggregate -> aggregate.handle(command, now));
  }

  CaseEvent handle(RecordLook command) throws Exception {
    Instant now = now();
    Cases state = all().invoke(CasesAggregate::state);
    String id = command.routingKey();
    return looks
        .loadOrCreate(id, () -> new LooksAggregate(id))
        .invoke(aggregate -> aggregate.handle(command, state, now));
  }

  private Aggregate<CasesAggregate> all() throws Exception {
    return cases.loadOrCreate(CASES, () -> new CasesAggregate(CASES));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
