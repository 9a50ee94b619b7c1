package info.powow.axon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.axon.store.Noted.NumberNoted;
import info.powow.axon.store.Noted.TextNoted;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.engine.StreamConflict;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// What our event store does beyond the contract.
@Timeout(60)
class LogEventStoreIT {
  private final EventLogOptions options;
  private final EventSerializer serializer = Noted.serializer();
  private EventLog log;
  private LogEventStore store;

  LogEventStoreIT(@TempDir Path folder) {
    options = EventLogOptions.in(folder);
    log = EventLog.open(options);
    store = Noted.store(log, serializer, NoOpEventUpcaster.INSTANCE);
  }

  @AfterEach
  void close() {
    log.close();
  }

  // --------------------------------------------------------------------------------------
  // durability

  @Test
  void whoDefersIsGivenAFutureAndGoesOn() {
    Durability.Deferred<String> deferred =
        Durability.defer(() -> {
          inUnitOfWork(() -> store.publish(note("a", 0), note("a", 1)));
          return "answer";
        });

    assertThat(deferred.result()).isEqualTo("answer");
    assertThat(deferred.durable()).succeedsWithin(30, TimeUnit.SECONDS);
    assertThat(log.head()).isEqualTo(2);
  }

  @Test
  void workThatAppendsNothingIsDurableAtOnce() {
    assertThat(Durability.defer(() -> 1).durable()).isCompleted();
  }

  @Test
  void whenOneOfSeveralAppendsFailsTheWorkIsNotDurable() {
    Durability.Deferred<?> deferred =
        Durability.defer(() -> {
          store.publish(note("a", 0));
          store.publish(note("a", 5));
          store.publish(note("b", 0));
          return 1;
        });

    assertThat(deferred.durable())
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(ConcurrencyException.class)
        .havingCause()
        .isInstanceOf(StreamConflict.class);
    assertThat(log.head()).isEqualTo(2);
  }

  @Test
  void whatTheDeferredWorkThrowsIsThrown() {
    assertThatThrownBy(() ->
            Durability.defer(() -> {
              throw new IllegalStateException("refused");
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("refused");
  }

  @Test
  void whoDoesNotDeferWaits() {
    inUnitOfWork(() -> store.publish(note("a", 0)));
    assertThat(log.head()).isEqualTo(1);
    assertThatThrownBy(() -> inUnitOfWork(() -> store.publish(note("a", 7))))
        .isInstanceOf(ConcurrencyException.class);
  }

  @Test
  void manyCommandsToOneStreamNeedNotWaitForEachOther() {
    List<Durability.Deferred<Long>> deferred =
        LongStream.range(0, 500)
            .mapToObj(i ->
                Durability.defer(() -> {
                  inUnitOfWork(() -> store.publish(note("a", i)));
                  return store.lastSequenceNumberFor("a").orElseThrow();
                }))
            .toList();

    assertThat(deferred).allSatisfy(one -> one.durable().join());
    assertThat(deferred).extracting(Durability.Deferred::result).isSorted().endsWith(499L);
  }

  @Test
  void whoWantsToKnowOfFailedAppendsIsTold() {
    BlockingQueue<Set<String>> told = new LinkedBlockingQueue<>();
    var registration = store.onFailedAppend(failed -> told.add(failed.streams()));
    Durability.Deferred<?> deferred =
        Durability.defer(() -> {
          store.publish(note("a", 3));
          return 1;
        });

    assertThat(deferred.durable()).failsWithin(30, TimeUnit.SECONDS);
    assertThat(told).containsExactly(Set.of("a"));
    assertThat(registration.cancel()).isTrue();
  }

  @Test
  void anEventIsFoundUnderItsKey() {
    store.publish(note("a", 0).withMetaData(Map.of("key", "ada 1")));

    assertThat(store.positionOf("a", "ada 1")).hasValue(0);
    assertThat(store.positionOf("a", "ada 2")).isEmpty();
  }

  // -------------------------------------------------------------------------------------------
  // bytes

  @Test
  void whoFollowsInThisProcessIsGivenTheVeryEventThatWasPublished() throws Exception {
    DomainEventMessage<?> published = note("a", 0);
    store.publish(published);
    try (TrackingEventStream following = store.openStream(null)) {
      assertThat(following.nextAvailable().getPayload()).isSameAs(published.getPayload());
    }
  }

  @Test
  void storedBytesArePassedOnAsTheyAre() throws Exception {
    store.publish(note("a", 0));
    byte[] inLog = log.read("a", 0, 1).getFirst().entry().payload();
    try (TrackingEventStream following = store.openStream(null)) {
      TrackedEventMessage<?> message = following.nextAvailable();
      var bytes = message.serializePayload(serializer, byte[].class);

      assertThat(bytes.getData()).isEqualTo(inLog);
      assertThat(bytes.getType().getName()).isEqualTo("TextNoted");
      assertThat(bytes.getType().getRevision()).isEqualTo("1");
      assertThat(message)
          .isInstanceOfSatisfying(
              LoggedEventMessage.class,
              logged -> assertThat(logged.entry().payload()).isSameAs(bytes.getData()));
      assertThat(
              message
                  .serializePayload(JacksonSerializer.defaultSerializer(), String.class)
                  .getType()
                  .getName())
          .isEqualTo(TextNoted.class.getName());
    }
  }

  @Test
  void anEventThatNobodyLooksAtIsNotDecoded() throws Exception {
    store.publish(note("a", 0));
    reopen(Noted.serializer(), NoOpEventUpcaster.INSTANCE);
    try (TrackingEventStream following = store.openStream(null)) {
      TrackedEventMessage<?> message = following.nextAvailable();
      assertThat(message.getPayloadType()).isEqualTo(TextNoted.class);
      assertThat(message.getPayload()).isSameAs(message.getPayload());
      assertThat(message.withMetaData(Map.of("a", 1)).getPayload()).isSameAs(message.getPayload());
    }
  }

  // -----------------------------------------------------------------------------------------
  // changes

  record Counted(long number, String unit) {}

  @Test
  void anOlderRevisionIsUpcast() throws Exception {
    store.publish(new GenericDomainEventMessage<>("Notebook", "a", 0, new NumberNoted(3)));
    store.publish(note("a", 1));
    EventTypes later =
        EventTypes.builder().type(TextNoted.class).revision(Counted.class, "2").build();
    EventUpcaster numbersAreCounts =
        new SingleEventUpcaster() {
          @Override
          protected boolean canUpcast(IntermediateEventRepresentation event) {
            return event.getType().equals(new SimpleSerializedType("NumberNoted", "1"));
          }

          @Override
          protected IntermediateEventRepresentation doUpcast(
              IntermediateEventRepresentation event) {
            return event.upcastPayload(
                new SimpleSerializedType("Counted", "2"),
                ObjectNode.class,
                node -> node.put("unit", "pieces"));
          }
        };
    reopen(new EventSerializer(new EventJson(later)), new EventUpcasterChain(numbersAreCounts));

    assertThat(store.readEvents("a").asStream().<Object>map(DomainEventMessage::getPayload))
        .containsExactly(new Counted(3, "pieces"), note("a", 1).getPayload());
    try (TrackingEventStream following = store.openStream(null)) {
      TrackedEventMessage<?> first = following.nextAvailable();
      assertThat(first.getPayload()).isEqualTo(new Counted(3, "pieces"));
      assertThat(first.trackingToken().position()).hasValue(1);
      assertThat(following.nextAvailable().getPayload()).isEqualTo(note("a", 1).getPayload());
    }
  }

  @Test
  void anEventOfATypeThatIsNotKnownIsAnErrorAndNotSkipped() throws Exception {
    store.publish(note("a", 0));
    store.publish(new GenericDomainEventMessage<>("Notebook", "a", 1, new NumberNoted(3)));
    store.publish(note("a", 2));
    reopen(
        new EventSerializer(new EventJson(EventTypes.builder().type(TextNoted.class).build())),
        NoOpEventUpcaster.INSTANCE);

    DomainEventStream stream = store.readEvents("a");
    assertThat(stream.next().getPayload()).isEqualTo(note("a", 0).getPayload());
    try (TrackingEventStream following = store.openStream(null)) {
      assertThat(following.nextAvailable().getPayload()).isEqualTo(note("a", 0).getPayload());
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(stream::next)
            .isInstanceOf(SerializationException.class)
            .rootCause()
            .hasMessageContaining("NumberNoted");
        assertThatThrownBy(following::nextAvailable)
            .isInstanceOf(SerializationException.class)
            .rootCause()
            .hasMessageContaining("NumberNoted");
      }
    }
  }

  @Test
  void whatIsNotRegisteredIsNotStored() {
    assertThatThrownBy(
            () -> store.publish(new GenericDomainEventMessage<>("Notebook", "a", 0, "a string")))
        .hasMessageContaining("java.lang.String");
    assertThat(log.head()).isEqualTo(0);
  }

  @Test
  void aSnapshotInAnOlderRevisionCountsAsNone() {
    store.publish(note("a", 0), note("a", 1));
    store.storeSnapshot(
        new GenericDomainEventMessage<>("Notebook", "a", 1, new Noted.Notes("both")));
    assertThat(store.readEvents("a").asStream()).hasSize(1);
    reopen(
        new EventSerializer(
            new EventJson(Noted.types().and().revision(Noted.Notes.class, "2").build())),
        NoOpEventUpcaster.INSTANCE);

    assertThat(store.readEvents("a").asStream()).hasSize(2);
  }

  @Test
  void aSnapshotThatCannotBeReadCountsAsNone() {
    record Notes(int[] all) {}
    store.publish(note("a", 0), note("a", 1));
    store.storeSnapshot(
        new GenericDomainEventMessage<>("Notebook", "a", 1, new Noted.Notes("both")));
    reopen(
        new EventSerializer(
            new EventJson(EventTypes.builder().family(Noted.class).type(Notes.class).build())),
        NoOpEventUpcaster.INSTANCE);

    assertThat(store.readEvents("a").asStream()).hasSize(2);
  }

  // --------------------------------------------------------------------------------------
  // processing

  static final class Reader {
    final BlockingQueue<Noted> seen = new LinkedBlockingQueue<>();

    @EventHandler
    void on(Noted noted) {
      seen.add(noted);
    }
  }

  @Test
  void axonsPooledProcessorIsToldAndDoesNotPoll() throws Exception {
    Reader reader = new Reader();
    Configuration axon =
        DefaultConfigurer.defaultConfiguration(false)
            .configureEventStore(_ -> store)
            .configureSerializer(_ -> JacksonSerializer.defaultSerializer())
            .eventProcessing(processing ->
                processing
                    .registerTokenStore(_ -> new InMemoryTokenStore())
                    .byDefaultAssignHandlerTypesTo(_ -> "reader")
                    .registerEventHandler(_ -> reader)
                    .registerPooledStreamingEventProcessor("reader"))
            .start();
    try {
      for (int i = 0; i < 40; i++) {
        store.publish(note("a", i));
        assertThat(reader.seen.poll(30, TimeUnit.SECONDS)).isEqualTo(note("a", i).getPayload());
      }
    } finally {
      axon.shutdown();
    }
  }

  @Test
  void anIdempotencyKeyIsNotKeptInClear() {
    store.publish(note("a", 0).withMetaData(Map.of("key", "ada k1")));
    reopen(serializer, NoOpEventUpcaster.INSTANCE);

    assertThat(store.readEvents("a").next().getMetaData()).isEmpty();
    assertThat(store.positionOf("a", "ada k1")).hasValue(0);
  }

  @Test
  void metaDataIsReadAsItWasWritten() {
    store.publish(
        note("a", 0).withMetaData(Map.of("word", "ä", "number", 1L << 40, "list", List.of("a"))));
    reopen(serializer, NoOpEventUpcaster.INSTANCE);

    assertThat(store.readEvents("a").next().getMetaData())
        .containsEntry("word", "ä")
        .containsEntry("number", 1L << 40)
        .containsEntry("list", List.of("a"));
    assertThat(
            new String(log.read("a", 0, 1).getFirst().entry().metadata(), StandardCharsets.UTF_8))
        .startsWith("{");
  }

  private void reopen(EventSerializer changed, EventUpcaster upcasters) {
    log.close();
    log = EventLog.open(options);
    store = Noted.store(log, changed, upcasters);
  }

  private static GenericDomainEventMessage<?> note(String stream, long sequence) {
    return new GenericDomainEventMessage<>(
        "Notebook", stream, sequence, new TextNoted(stream + " " + sequence));
  }

  private static void inUnitOfWork(Runnable work) {
    DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage(1)).execute(work);
  }
}
