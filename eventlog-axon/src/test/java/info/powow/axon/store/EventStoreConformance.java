package info.powow.axon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import info.powow.axon.store.Noted.NumberNoted;
import info.powow.axon.store.Noted.TextNoted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.groups.Tuple;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of every event store. Each store has a subclass of ten lines.
@Timeout(60)
public abstract class EventStoreConformance {
  /// What a store may lack, so that the suite also runs on stores for tests only.
  public enum Ability {
    REFUSES_CONFLICTS,
    REOPENS,
    KEEPS_MEGABYTES,
    FOLLOWS_MANY_WRITERS
  }

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");
  private static final int A_WHILE_SECONDS = 30;

  private EventStore store;

  /// Opens the store: empty at first, and with the same content after it was closed.
  protected abstract EventStore open() throws Exception;

  protected abstract void close(EventStore opened) throws Exception;

  protected Set<Ability> lacks() {
    return Set.of();
  }

  @BeforeEach
  final void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  final void closeStore() throws Exception {
    close(store);
  }

  // ----------------------------------------------------------------------------------------
  // streams

  @Test
  void theEventsOfAStreamAreReadInTheirOrderFromAnyPlace() {
    publish(note("a", 0), note("b", 0), note("a", 1));
    publish(LongStream.range(2, 1_300).mapToObj(i -> note("a", i)).toList());

    assertThat(sequences("a", 0))
        .containsExactlyElementsOf(LongStream.range(0, 1_300).boxed().toList());
    assertThat(sequences("a", 1_297)).containsExactly(1_297L, 1_298L, 1_299L);
    assertThat(sequences("b", 0)).containsExactly(0L);
    assertThat(store.lastSequenceNumberFor("a")).contains(1_299L);
  }

  @Test
  void aStreamThatIsNotThereIsEmpty() {
    publish(note("a", 0));

    assertThat(store.readEvents("b").hasNext()).isFalse();
    assertThat(store.readEvents("a", 1).hasNext()).isFalse();
    assertThat(store.lastSequenceNumberFor("b")).isEmpty();
  }

  @Test
  void streamsWithSimilarNamesAreKeptApart() {
    List<String> names = List.of("a", "a ", "aa", "a\u0000", "a0", "A", "ä", "a~b", "account:a");
    for (String name : names) {
      publish(note(name, 0), note(name, 1));
    }
    for (String name : names) {
      assertThat(store.readEvents(name).asStream())
          .extracting(DomainEventMessage::getAggregateIdentifier)
          .containsExactly(name, name);
    }
  }

  @Test
  void anEventIsReadAsItWasPublished() {
    DomainEventMessage<?> published =
        new GenericDomainEventMessage<>(
            "Notebook",
            "a",
            0,
            new GenericMessage<>(
                "0fa1b2c3-1111-4222-8333-444455556666",
                new TextNoted("hello"),
                Map.of("word", "k1", "count", 3, "yes", true)),
            () -> NOON);
    publish(published);

    DomainEventMessage<?> read = store.readEvents("a").next();
    TrackedEventMessage<?> tracked = all(null).getFirst();
    for (EventMessage<?> message : List.of(read, tracked)) {
      assertThat(message.getPayload()).isEqualTo(new TextNoted("hello"));
      assertThat(message.getPayloadType()).isEqualTo(TextNoted.class);
      assertThat(message.getIdentifier()).isEqualTo(published.getIdentifier());
      assertThat(message.getTimestamp()).isEqualTo(NOON);
      assertThat(message.getMetaData())
          .isEqualTo(MetaData.with("word", "k1").and("count", 3).and("yes", true));
    }
    assertThat(read.getType()).isEqualTo("Notebook");
    assertThat(read.getSequenceNumber()).isEqualTo(0);
    assertThat(tracked)
        .isInstanceOfSatisfying(
            DomainEventMessage.class,
            domain -> assertThat(domain.getAggregateIdentifier()).isEqualTo("a"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_535, 65_536, 100_000, 2_000_000})
  void largeEventsAreReadAsTheyWerePublished(int length) {
    assumeFalse(length > 1_000_000 && lacks().contains(Ability.KEEPS_MEGABYTES));
    TextNoted large = new TextNoted("ß".repeat(length));
    publish(event("a", 0, large), event("a", 1, large), note("a", 2));

    assertThat(payloads("a")).startsWith(large, large);
    assertThat(payloads(all(null))).startsWith(large, large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪",
        "שלום עולם \u202e مرحبا",
        "\u0000\u0001\u001f\u007f\u2028\ufeff",
        "\"\\/\b\f\n\r\t",
        "e\u0301 vs é",
        "𝒳𝄞"
      })
  void textIsReadLetterForLetter(String text) {
    publish(event("stream " + text, 0, new TextNoted(text)));

    assertThat(store.readEvents("stream " + text).next().getPayload())
        .isEqualTo(new TextNoted(text));
    assertThat(all(null).getFirst().getPayload()).isEqualTo(new TextNoted(text));
  }

  // ----------------------------------------------------------------------- concurrency and
  // atomicity

  @Test
  void theSameSequenceNumberIsGivenOnce() {
    assumeFalse(lacks().contains(Ability.REFUSES_CONFLICTS));
    publish(note("a", 0), note("a", 1));

    assertThatThrownBy(() -> publish(event("a", 1, new TextNoted("other"))))
        .isInstanceOf(ConcurrencyException.class);
    assertThatThrownBy(() -> publish(event("a", 0, new TextNoted("other"))))
        .isInstanceOf(AggregateStreamCreationException.class);
    assertThat(sequences("a", 0)).containsExactly(0L, 1L);
    publish(note("a", 2));
    assertThat(sequences("a", 0)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void ofManyWhoWantTheSamePlaceOneGetsIt() throws Exception {
    assumeFalse(lacks().contains(Ability.REFUSES_CONFLICTS));
    int rivals = 8;
    int places = 50;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> won = new ArrayList<>();
      for (int rival = 0; rival < rivals; rival++) {
        long number = rival;
        won.add(
            threads.submit(() -> {
              int wins = 0;
              for (int place = 0; place < places; place++) {
                try {
                  publish(event("a", place, new NumberNoted(number)));
                  wins++;
                } catch (ConcurrencyException | AggregateStreamCreationException e) {
                  // Another writer was faster.
                }
              }
              return wins;
            }));
      }
      int wins = 0;
      for (Future<Integer> one : won) {
        wins += one.get();
      }
      assertThat(wins).isEqualTo(sequences("a", 0).size());
    }
    assertThat(sequences("a", 0))
        .isEqualTo(LongStream.range(0, sequences("a", 0).size()).boxed().toList());
  }

  @Test
  void whatIsPublishedTogetherIsThereTogetherOrNotAtAll() {
    inUnitOfWork(() -> {
      store.publish(note("a", 0));
      store.publish(note("b", 0), note("a", 1));
    });
    assertThat(all(null))
        .extracting(message -> ((DomainEventMessage<?>) message).getAggregateIdentifier())
        .containsExactly("a", "b", "a");

    assumeFalse(lacks().contains(Ability.REFUSES_CONFLICTS));
    assertThatThrownBy(
            () -> inUnitOfWork(() -> store.publish(note("c", 0), note("b", 0), note("d", 0))))
        .isInstanceOf(AggregateStreamCreationException.class);
    assertThat(all(null)).hasSize(3);
    assertThat(store.readEvents("c").hasNext()).isFalse();
  }

  @Test
  void aUnitOfWorkThatIsRolledBackLeavesNothing() {
    UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage(1));
    store.publish(note("a", 0));
    unitOfWork.rollback();

    assertThat(store.readEvents("a").hasNext()).isFalse();
    publish(note("a", 0));
    assertThat(all(null)).hasSize(1);
  }

  @Test
  void withinAUnitOfWorkItsOwnEventsAreSeen() {
    publish(note("a", 0));
    inUnitOfWork(() -> {
      store.publish(note("a", 1));
      assertThat(sequences("a", 0)).containsExactly(0L, 1L);
      assertThat(store.lastSequenceNumberFor("a")).contains(1L);
    });
  }

  // ------------------------------------------------------------------------------------ global
  // order

  @Test
  void manyWritersMakeOneOrderWithoutAGap() throws Exception {
    assumeFalse(lacks().contains(Ability.FOLLOWS_MANY_WRITERS));
    int writers = 12;
    int each = 60;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        BlockingStream<TrackedEventMessage<?>> following = store.openStream(null)) {
      List<Future<?>> done = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String stream = "stream" + writer;
        done.add(
            threads.submit(() -> {
              for (int i = 0; i < each; i += 3) {
                publish(note(stream, i), note(stream, i + 1), note(stream, i + 2));
              }
            }));
      }
      List<TrackedEventMessage<?>> followed = next(following, writers * each);
      for (Future<?> one : done) {
        one.get();
      }
      List<TrackedEventMessage<?>> read = all(null);

      long first = position(read.getFirst().trackingToken());
      assertThat(read)
          .extracting(message -> position(message.trackingToken()))
          .containsExactlyElementsOf(
              LongStream.range(first, first + (long) writers * each).boxed().toList());
      assertThat(followed)
          .extracting(EventMessage::getIdentifier)
          .containsExactlyElementsOf(read.stream().map(EventMessage::getIdentifier).toList());
      Map<String, List<Long>> perStream =
          read.stream()
              .map(message -> (DomainEventMessage<?>) message)
              .collect(
                  Collectors.groupingBy(
                      DomainEventMessage::getAggregateIdentifier,
                      Collectors.mapping(
                          DomainEventMessage::getSequenceNumber, Collectors.toList())));
      assertThat(perStream).hasSize(writers);
      assertThat(perStream.values())
          .allSatisfy(sequences ->
              assertThat(sequences)
                  .containsExactlyElementsOf(LongStream.range(0, each).boxed().toList()));
    }
  }

  @Test
  void whoFollowsGoesOnFromAnyPlace() {
    publish(IntStream.range(0, 1_200).mapToObj(i -> note("a", i)).toList());
    List<TrackedEventMessage<?>> everything = all(null);

    for (int place : new int[] {0, 1, 599, 1_198}) {
      assertThat(all(everything.get(place).trackingToken()))
          .extracting(EventMessage::getIdentifier)
          .containsExactlyElementsOf(
              everything.subList(place + 1, 1_200).stream()
                  .map(EventMessage::getIdentifier)
                  .toList());
    }
    assertThat(all(everything.getLast().trackingToken())).isEmpty();
  }

  @Test
  void whoWaitsAtTheHeadIsGivenWhatComes() throws Exception {
    publish(note("a", 0));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        BlockingStream<TrackedEventMessage<?>> following =
            store.openStream(store.createHeadToken())) {
      assertThat(following.hasNextAvailable()).isFalse();
      Future<TrackedEventMessage<?>> waiting = threads.submit(following::nextAvailable);
      publish(note("b", 0));

      assertThat(waiting.get().getPayload()).isEqualTo(note("b", 0).getPayload());
      assertThat(following.peek()).isEmpty();
      publish(note("b", 1));
      assertThat(following.hasNextAvailable(A_WHILE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(following.peek()).isPresent();
      assertThat(following.nextAvailable().getPayload()).isEqualTo(note("b", 1).getPayload());
    }
  }

  @Test
  void whoAskedToBeToldIsTold() throws Exception {
    try (BlockingStream<TrackedEventMessage<?>> following = store.openStream(null)) {
      CountDownLatch told = new CountDownLatch(1);
      boolean supported = following.setOnAvailableCallback(told::countDown);
      publish(note("a", 0));
      if (supported) {
        assertThat(told.await(A_WHILE_SECONDS, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(following.nextAvailable().getPayload()).isEqualTo(note("a", 0).getPayload());
    }
  }

  @Test
  void manyFollowEachAtItsOwnPace() throws Exception {
    publish(IntStream.range(0, 100).mapToObj(i -> note("a", i)).toList());
    try (BlockingStream<TrackedEventMessage<?>> one = store.openStream(null);
        BlockingStream<TrackedEventMessage<?>> other = store.openStream(null)) {
      List<TrackedEventMessage<?>> half = next(one, 50);
      publish(IntStream.range(100, 200).mapToObj(i -> note("a", i)).toList());
      List<String> ofOther = identifiers(next(other, 200));
      List<String> ofOne = identifiers(half);
      ofOne.addAll(identifiers(next(one, 150)));

      assertThat(ofOne).isEqualTo(ofOther).doesNotHaveDuplicates();
    }
  }

  @Test
  void anEventOfNoStreamHasItsPlaceInTheOrder() {
    publish(note("a", 0));
    publish(GenericEventMessage.asEventMessage(new TextNoted("of no stream")));
    publish(note("a", 1));

    assertThat(payloads(all(null))).element(1).isEqualTo(new TextNoted("of no stream"));
    assertThat(sequences("a", 0)).containsExactly(0L, 1L);
  }

  // ------------------------------------------------------------------------------------------
  // tokens

  @Test
  void tokensPointToTheBeginningTheEndAndATime() {
    for (int i = 0; i < 10; i++) {
      publish(eventAt("a", i, NOON.plusSeconds(i)));
    }

    assertThat(all(store.createTailToken())).hasSize(10);
    assertThat(all(store.createHeadToken())).isEmpty();
    assertThat(all(store.createTokenAt(NOON.minusSeconds(5)))).hasSize(10);
    assertThat(all(store.createTokenAt(NOON.plusSeconds(3)))).hasSize(7);
    assertThat(all(store.createTokenAt(NOON.plusMillis(3_001)))).hasSize(6);
    assertThat(all(store.createTokenAt(NOON.plusSeconds(500)))).isEmpty();
  }

  @Test
  void tokensOfAnEmptyStoreAreTheBeginning() {
    TrackingToken head = store.createHeadToken();
    TrackingToken tail = store.createTailToken();
    publish(note("a", 0));

    assertThat(all(head)).hasSize(1);
    assertThat(all(tail)).hasSize(1);
  }

  // ---------------------------------------------------------------------------------------
  // snapshots

  @Test
  void aStreamIsReadFromItsSnapshotOn() {
    publish(LongStream.range(0, 10).mapToObj(i -> note("a", i)).toList());
    store.storeSnapshot(event("a", 4, new Noted.Notes("0 to 4")));

    assertThat(payloads("a"))
        .startsWith(new Noted.Notes("0 to 4"), note("a", 5).getPayload())
        .hasSize(6);
    store.storeSnapshot(event("a", 9, new Noted.Notes("all")));
    publish(note("a", 10));
    assertThat(payloads("a")).containsExactly(new Noted.Notes("all"), note("a", 10).getPayload());
    assertThat(sequences("a", 0)).hasSize(11);
    assertThat(store.lastSequenceNumberFor("a")).contains(10L);
  }

  // ---------------------------------------------------------------------------------------
  // reopening

  @Test
  void everythingIsThereAgainAfterOpeningAnew() throws Exception {
    assumeFalse(lacks().contains(Ability.REOPENS));
    publish(IntStream.range(0, 700).mapToObj(i -> note("a", i)).toList());
    publish(event("b", 0, new TextNoted("ß")).withMetaData(Map.of("key", "k")));
    store.storeSnapshot(event("a", 500, new Noted.Notes("half")));
    assertThat(payloads("a")).hasSize(200);
    List<TrackedEventMessage<?>> before = all(null);
    close(store);
    store = open();

    List<TrackedEventMessage<?>> after = all(null);
    assertThat(after)
        .extracting(
            EventMessage::getIdentifier,
            EventMessage::getPayload,
            EventMessage::getMetaData,
            EventMessage::getTimestamp,
            TrackedEventMessage::trackingToken)
        .containsExactlyElementsOf(
            before.stream()
                .map(message ->
                    Tuple.tuple(
                        message.getIdentifier(),
                        message.getPayload(),
                        message.getMetaData(),
                        message.getTimestamp(),
                        message.trackingToken()))
                .toList());
    assertThat(payloads("a")).first().isEqualTo(new Noted.Notes("half"));
    assertThatThrownBy(() -> publish(note("b", 0)))
        .isInstanceOf(AggregateStreamCreationException.class);
    publish(note("b", 1));
    assertThat(position(all(null).getLast().trackingToken()))
        .isEqualTo(position(before.getLast().trackingToken()) + 1);
  }

  // --------------------------------------------------------------------------------------- helpers

  static DomainEventMessage<?> note(String stream, long sequence) {
    return event(stream, sequence, new TextNoted(stream + " " + sequence));
  }

  private static DomainEventMessage<?> event(String stream, long sequence, Object payload) {
    return new GenericDomainEventMessage<>("Notebook", stream, sequence, payload);
  }

  private static DomainEventMessage<?> eventAt(String stream, long sequence, Instant at) {
    return new GenericDomainEventMessage<>(
        "Notebook", stream, sequence, new GenericMessage<>(new NumberNoted(sequence)), () -> at);
  }

  private void publish(EventMessage<?>... events) {
    store.publish(events);
  }

  private void publish(List<? extends EventMessage<?>> events) {
    store.publish(events);
  }

  private static void inUnitOfWork(Runnable work) {
    UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage(1));
    unitOfWork.execute(work);
  }

  private List<Long> sequences(String stream, long from) {
    List<Long> sequences = new ArrayList<>();
    store
        .readEvents(stream, from)
        .forEachRemaining(event -> sequences.add(event.getSequenceNumber()));
    return sequences;
  }

  private List<Object> payloads(String stream) {
    List<Object> payloads = new ArrayList<>();
    store.readEvents(stream).forEachRemaining(event -> payloads.add(event.getPayload()));
    return payloads;
  }

  private static List<Object> payloads(List<TrackedEventMessage<?>> messages) {
    return messages.stream().<Object>map(EventMessage::getPayload).toList();
  }

  /// Everything after a token up to the head.
  private List<TrackedEventMessage<?>> all(@Nullable TrackingToken token) {
    List<TrackedEventMessage<?>> all = new ArrayList<>();
    TrackingToken head = store.createHeadToken();
    if (head == null || (token != null && token.covers(head))) {
      return all;
    }
    try (BlockingStream<TrackedEventMessage<?>> following = store.openStream(token)) {
      do {
        all.add(following.nextAvailable());
      } while (!all.getLast().trackingToken().covers(head));
      return all;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<TrackedEventMessage<?>> next(
      BlockingStream<TrackedEventMessage<?>> following, int count) throws InterruptedException {
    List<TrackedEventMessage<?>> next = new ArrayList<>();
    while (next.size() < count) {
      next.add(following.nextAvailable());
    }
    return next;
  }

  private static List<String> identifiers(List<TrackedEventMessage<?>> messages) {
    return messages.stream()
        .map((Function<EventMessage<?>, String>) EventMessage::getIdentifier)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static long position(TrackingToken token) {
    return token.position().orElseThrow();
  }
}
