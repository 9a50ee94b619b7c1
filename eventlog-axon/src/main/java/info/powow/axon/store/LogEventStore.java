package info.powow.axon.store;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.engine.EventLog;
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

/// Axon's event store over the event log of this process. Followers are notified of new events
/// instead of polling.
public final class LogEventStore extends AbstractEventStore implements KeyedEventStore {
  private final LogEventStorageEngine engine;

  private LogEventStore(Builder builder, LogEventStorageEngine engine) {
    super(builder);
    this.engine = engine;
  }

  public static LogEventStore on(LogEventStorageEngine engine) {
    Builder builder = new Builder();
    builder.storageEngine(engine);
    return new LogEventStore(builder, engine);
  }

  public static LogEventStore on(
      LogEventStorageEngine engine,
      MessageMonitor<? super EventMessage<?>> monitor,
      EventBusSpanFactory spans) {
    Builder builder = new Builder();
    builder.storageEngine(engine).messageMonitor(monitor).spanFactory(spans);
    return new LogEventStore(builder, engine);
  }

  /// The log itself, for followers without Axon ([EventLog#tail]).
  public EventLog log() {
    return engine.log();
  }

  @Override
  public TrackingEventStream openStream(@Nullable TrackingToken token) {
    return new LoggedEventStream(
        engine.log().tail(LogEventStorageEngine.indexOf(token)), engine.events());
  }

  @Override
  public EventSource source() {
    return engine.source();
  }

  @Override
  public OptionalLong positionOf(String stream, String key) {
    return engine.log().positionOf(stream, key);
  }

  @Override
  public CompletableFuture<Void> settled() {
    return engine.log().settled();
  }

  @Override
  public long failedAppends() {
    return engine.log().failedAppends();
  }

  @Override
  public Registration onFailedAppend(Consumer<FailedAppend> listener) {
    return engine.log().onFailedAppend(listener)::getAsBoolean;
  }

  @Override
  public boolean hasOtherWriters() {
    return false;
  }

  private static final class Builder extends AbstractEventStore.Builder {}
}
