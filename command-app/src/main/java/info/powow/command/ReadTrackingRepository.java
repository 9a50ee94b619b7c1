package info.powow.command;

import java.util.concurrent.Callable;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.ScopeDescriptor;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/// Records which states a command reads ([CommandReadSet]).
record ReadTrackingRepository<T>(Repository<T> repository) implements Repository<T> {
  @Override
  public Aggregate<T> load(String identifier) {
    return noted(repository.load(identifier));
  }

  @Override
  @SuppressWarnings("deprecation") // Axon's signature.
  public Aggregate<T> load(String identifier, @Nullable Long expectedVersion) {
    return noted(repository.load(identifier, expectedVersion));
  }

  @Override
  public Aggregate<T> newInstance(Callable<T> beginning) throws Exception {
    return repository.newInstance(beginning);
  }

  @Override
  public Aggregate<T> loadOrCreate(String identifier, Callable<T> beginning) throws Exception {
    return noted(repository.loadOrCreate(identifier, beginning));
  }

  private Aggregate<T> noted(Aggregate<T> aggregate) {
    CommandReadSet.note(aggregate);
    return aggregate;
  }

  @Override
  public void send(Message<?> message, ScopeDescriptor scope) throws Exception {
    repository.send(message, scope);
  }

  @Override
  public boolean canResolve(ScopeDescriptor scope) {
    return repository.canResolve(scope);
  }
}
