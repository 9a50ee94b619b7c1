package info.powow.axon.store;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.eventlog.engine.PayloadSeal;
import info.powow.ops.MessageTrace;
import io.axoniq.axonserver.connector.AxonServerConnection;
import io.axoniq.axonserver.connector.AxonServerConnectionFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Axon Server as the event store. Deletes all events there, so the server must be for tests, in
/// development mode.
@ExtendWith(NeedsAxonServer.class)
class ServerEventStoreIT extends EventStoreConformance {
  private AxonServerConnectionFactory factory = factory();
  private AxonServerConnection connection = factory.connect("default");
  private boolean opened;

  @Override
  protected Set<Ability> lacks() {
    // The server limits messages to 4 MB.
    return Set.of(Ability.KEEPS_MEGABYTES);
  }

  @Override
  protected EventStore open() throws IOException, InterruptedException {
    if (opened) {
      factory = factory();
      connection = factory.connect("default");
    } else {
      NeedsAxonServer.deleteEvents();
      opened = true;
    }
    return store();
  }

  private static AxonServerConnectionFactory factory() {
    return AxonServerConnectionFactory.forClient("conformance")
        .routingServers(NeedsAxonServer.address())
        .build();
  }

  private ServerEventStore store() {
    return ServerEventStore.on(
        new ServerEventStorageEngine(
            connection::eventChannel,
            Duration.ofSeconds(10),
            Noted.serializer(),
            NoOpEventUpcaster.INSTANCE,
            PayloadSeal.NONE,
            MessageTrace.off()));
  }

  @Override
  protected void close(EventStore store) {
    connection.disconnect();
    factory.shutdown();
  }

  @Test
  void anEventIsFoundUnderItsKey() {
    ServerEventStore store = store();
    store.publish(note("a", 0), note("a", 1).withMetaData(Map.of("key", "ada k1")));

    assertThat(store.positionOf("a", "ada k1")).isEqualTo(OptionalLong.of(1));
    assertThat(store.positionOf("a", "ada k2")).isEmpty();
    assertThat(store.positionOf("b", "ada k1")).isEmpty();
  }

  @Test
  void theTokenOfTheHeadIsHowManyEventsThereAre() {
    ServerEventStore store = store();
    assertThat(store.createHeadToken()).isNull();

    store.publish(note("a", 0));
    assertThat(store.createHeadToken().position()).hasValue(1);
    store.publish(note("a", 1), note("a", 2));
    assertThat(store.createHeadToken().position()).hasValue(3);
    try (var all = store.openStream(null)) {
      assertThat(all.nextAvailable().trackingToken().position()).hasValue(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theStoredBytesAreHandedOut() throws InterruptedException {
    ServerEventStore store = store();
    store.publish(note("a", 0));

    try (var all = store.openStream(null)) {
      EventMessage<?> message = all.nextAvailable();
      assertThat(message)
          .isInstanceOfSatisfying(
              LoggedEventMessage.class,
              logged ->
                  assertThat(logged.entry().payload())
                      .isEqualTo(Noted.serializer().encode(logged.getPayload())));
    }
  }
}
