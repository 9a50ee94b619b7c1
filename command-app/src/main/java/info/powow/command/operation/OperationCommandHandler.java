package info.powow.command.operation;

import info.powow.domain.Accepted;
import info.powow.domain.operation.OperationCommand;
import info.powow.domain.operation.Operations;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.modelling.command.Repository;

/// Carries out commands of operators.
class OperationCommandHandler {
  private final Repository<OperationsAggregate> operations;
  private final Clock clock;

  OperationCommandHandler(Repository<OperationsAggregate> operations, Clock clock) {
    this.operations = operations;
    this.clock = clock;
  }

  Accepted handle(OperationCommand command) throws Exception {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return operations
        .loadOrCreate(Operations.STREAM, () -> new OperationsAggregate(Operations.STREAM))
        .invoke(aggregate -> aggregate.handle(command, now));
  }
}
