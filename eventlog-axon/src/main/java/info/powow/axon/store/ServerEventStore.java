package info.powow.axon.store;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.engine.FailedAppend;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;

/// Axon's event store over Axon Server: one log for many processes. New events are sent to
/// followers; there is no polling.
public final class ServerEventStore extends AbstractEventStore implements KeyedEventStore {
  private final ServerEventStorageEngine engine;

  private ServerEventStore(Builder builder, ServerEventStorageEngine engine) {
    super(builder);
    this.engine = engine;
  }

  public static ServerEventStore on(ServerEventStorageEngine engine) {
    Builder builder = new Builder();
    builder.storageEngine(engine);
    return new ServerEventStore(builder, engine);
  }

  public static ServerEventStore on(
      ServerEventStorageEngine engine,
      MessageMonitor<? super EventMessage<?>> monitor,
      EventBusSpanFactory spans) {
    Builder builder = new Builder();
    builder.storageEngine(engine).messageMonitor(monitor).spanFactory(spans);
    return new ServerEventStore(builder, engine);
  }

  @Override
  public TrackingEventStream openStream(@Nullable TrackingToken token) {
    return engine.openStream(LogEventStorageEngine.indexOf(token));
  }

  @Override
  public EventSource source() {
    return engine.source();
  }

  @Override
  public OptionalLong positionOf(String stream, String key) {
    return engine.positionOf(stream, key);
  }

  @Override
  public CompletableFuture<Void> settled() {
    return engine.settled();
  }

  @Override
  public long failedAppends() {
    return engine.failedAppends();
  }

  @Override
  public Registration onFailedAppend(Consumer<FailedAppend> listener) {
    return engine.onFailedAppend(listener);
  }

  @Override
  public boolean hasOtherWriters() {
    return true;
  }

  private static final class Builder extends AbstractEventStore.Builder {}
}
