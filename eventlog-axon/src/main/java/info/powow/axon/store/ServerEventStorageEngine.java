package info.powow.axon.store;

import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.engine.EventLogException;
import info.powow.eventlog.engine.EventLogUnavailable;
import info.powow.eventlog.engine.FailedAppend;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.engine.PayloadSeal;
import info.powow.ops.MessageTrace;
import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.AppendEventsTransaction;
import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.event.util.GrpcExceptionParser;
import org.axonframework.common.AxonException;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A storage engine for Axon Server that replaces Axon's own. It finds events by key
/// ([KeyClaimed]), reads streams in chunks, so that reading the beginning does not fetch the whole,
/// and provides the stored bytes.
///
/// The appends of a unit of work are sent to the server atomically when it commits
/// ([AppendPipelines]). [Durability] determines who waits for them. Reading a stream first waits
/// for earlier appends to it.
public final class ServerEventStorageEngine implements EventStorageEngine {
  private static final Logger logger = LoggerFactory.getLogger(ServerEventStorageEngine.class);
  private static final int FIRST_PIECE = 16;
  private static final String MESSAGE_SENT = MessageSent.class.getSimpleName();
  private static final int LARGEST_PIECE = 512;
  private static final int BUFFERED = 2_048;
  private static final int FIRST_TIMEOUT_SECONDS = 5;

  private final Supplier<EventChannel> channel;
  private final AxonServerBreaker guard;
  private final EventSerializer serializer;
  private final PayloadSeal seal;
  private final AxonServerEventCodec stored;
  private final LoggedEvents events;
  private final AppendsAtCommit<Event> appends = new AppendsAtCommit<>(this::append);
  private final AppendPipelines pipelines = new AppendPipelines(this::store);
  private final MessageTrace trace;

  /// @param channel the current connection to the server
  /// @param timeout how long to wait for an answer
  /// @param trace notes when messages are decided, queued and stored
  public ServerEventStorageEngine(
      Supplier<EventChannel> channel,
      Duration timeout,
      EventSerializer serializer,
      EventUpcaster upcasters,
      PayloadSeal seal,
      MessageTrace trace) {
    this.channel = channel;
    this.trace = trace;
    this.guard =
        new AxonServerBreaker(
            "log",
            timeout,
            failure -> !(GrpcExceptionParser.parse(failure) instanceof ConcurrencyException));
    this.serializer = serializer;
    this.seal = seal;
    this.stored = new AxonServerEventCodec(serializer, seal);
    this.events = new LoggedEvents(serializer, upcasters);
  }

  // ------------------------------------------------------------------------------- appending

  @Override
  public void appendEvents(List<? extends EventMessage<?>> messages) {
    if (!messages.isEmpty()) {
      try {
        appends.add(stored.toStore(messages));
      } catch (EventLogException e) {
        throw new EventStoreException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private void append(List<Event> together) {
    long decided = System.nanoTime();
    CompletableFuture<Void> stored = pipelines.append(together);
    Durability.leave(trace.isOn() ? traced(together, stored, decided, System.nanoTime()) : stored);
  }

  /// Notes the steps of messages before whoever waits for the append is told. Only followers of the
  /// log know their index.
  private CompletableFuture<Void> traced(
      List<Event> together, CompletableFuture<Void> stored, long decided, long queued) {
    CompletableFuture<Void> traced = new CompletableFuture<>();
    var _ =
        stored.whenComplete((_, failure) -> {
          if (failure != null) {
            traced.completeExceptionally(failure);
            return;
          }
          long written = System.nanoTime();
          for (Event event : together) {
            if (event.getPayload().getType().equals(MESSAGE_SENT)) {
              trace.durable(
                  event.getAggregateIdentifier(),
                  event.getAggregateSequenceNumber(),
                  0,
                  decided,
                  queued,
                  written);
            }
          }
          traced.complete(null);
        });
    return traced;
  }

  private CompletableFuture<?> store(List<Event> together) {
    return guard
        .ask(() -> {
          AppendEventsTransaction transaction = channel().startAppendEventsTransaction();
          together.forEach(transaction::appendEvent);
          return transaction.commit();
        })
        .handle((_, failure) -> {
          if (failure != null) {
            throw inAxonsWords(failure, together);
          }
          return true;
        });
  }

  private static RuntimeException inAxonsWords(Throwable failure, List<Event> together) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(GrpcExceptionParser.parse(cause) instanceof ConcurrencyException conflict)) {
      return unavailable(cause);
    }
    boolean begins =
        together.stream()
            .anyMatch(event ->
                event.getAggregateSequenceNumber() == 0
                    && !event.getAggregateIdentifier().isEmpty()
                    && !AxonServerEventCodec.isKeyClaimed(event));
    return begins
        ? new AggregateStreamCreationException("The new stream already exists", conflict)
        : conflict;
  }

  CompletableFuture<Void> settled() {
    return pipelines.settled();
  }

  long failedAppends() {
    return pipelines.failedAppends();
  }

  Registration onFailedAppend(Consumer<FailedAppend> listener) {
    return pipelines.onFailedAppend(listener);
  }

  @Override
  public void storeSnapshot(DomainEventMessage<?> snapshot) {
    try {
      await(() -> channel().appendSnapshot(stored.snapshot(snapshot)));
    } catch (AxonException e) {
      logger.warn(
          "Cannot save the snapshot of {} at {}: {}",
          snapshot.getType(),
          snapshot.getSequenceNumber(),
          e.getClass().getName());
    }
  }

  // --------------------------------------------------------------------------------- reading

  /// Ignores snapshots of older revisions; the events are read instead.
  @Override
  public Optional<DomainEventMessage<?>> readSnapshot(String stream) {
    return all(channel().loadSnapshot(stream)).stream()
        .flatMap(event -> stored.snapshot(event).stream())
        .filter(entry -> serializer.types().isCurrent(entry.type(), entry.revision()))
        .findFirst()
        .map(entry -> {
          LoggedEventMessage snapshot = new LoggedEventMessage(entry, null, serializer);
          // Decode now, while the caller can still fall back to the events.
          snapshot.getPayload();
          return snapshot;
        });
  }

  @Override
  public DomainEventStream readEvents(String stream, long firstSequenceNumber) {
    pipelines.settle(stream);
    return new StreamEvents(stream, firstSequenceNumber);
  }

  OptionalLong positionOf(String stream, String key) {
    pipelines.settle(stream);
    List<Event> used = read(KeyClaimed.stream(stream, seal.keyName(key)), 0, 1);
    return used.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(AxonServerEventCodec.keyClaimed(used.getFirst()).position());
  }

  private List<Event> read(String stream, long from, int count) {
    return all(channel().openAggregateStream(stream, from, from + count));
  }

  private static List<Event> all(AggregateEventStream stream) {
    List<Event> events = new ArrayList<>();
    try {
      while (stream.hasNext()) {
        events.add(stream.next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
    return events;
  }

  @Override
  public Optional<Long> lastSequenceNumberFor(String stream) {
    pipelines.settle(stream);
    return Optional.of(await(() -> channel().findHighestSequence(stream)))
        .filter(last -> last >= 0);
  }

  // ------------------------------------------------------------------------------- following

  /// Finite: ends at the head.
  @Override
  public Stream<? extends TrackedEventMessage<?>> readEvents(
      @Nullable TrackingToken token, boolean mayBlock) {
    long head = head();
    long from = LogEventStorageEngine.indexOf(token);
    if (from >= head) {
      return Stream.empty();
    }
    TrackingEventStream following = openStream(from);
    return Stream.generate(() -> next(following)).onClose(following::close).limit(head - from);
  }

  private static TrackedEventMessage<?> next(TrackingEventStream following) {
    try {
      return following.nextAvailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  /// @param index the index before the first event
  TrackingEventStream openStream(long index) {
    return new ServerEventStream(openRaw(index), stored, events);
  }

  EventStream openRaw(long index) {
    return channel().openStream(index - 1, BUFFERED);
  }

  /// Events of one stream, after earlier appends to it have settled.
  List<Event> readRaw(String stream, long from, int maxCount) {
    pipelines.settle(stream);
    return read(stream, from, maxCount);
  }

  /// The first event of the log; empty if it does not arrive in time.
  List<Event> firstRaw() {
    EventStream stream = openRaw(0);
    try {
      EventWithToken first = stream.nextIfAvailable(FIRST_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return first == null ? List.of() : List.of(first.getEvent());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    } finally {
      stream.close();
    }
  }

  EventSource source() {
    return new ServerEventSource(this, stored, events);
  }

  long head() {
    return await(() -> channel().getLastToken()) + 1;
  }

  @Override
  @SuppressWarnings("NullAway") // null is Axon's word for the beginning of an empty store.
  public TrackingToken createTailToken() {
    return head() == 0 ? null : new GlobalSequenceTrackingToken(0);
  }

  @Override
  @SuppressWarnings("NullAway") // null is Axon's word for the beginning of an empty store.
  public TrackingToken createHeadToken() {
    long head = head();
    return head == 0 ? null : new GlobalSequenceTrackingToken(head);
  }

  /// The server returns the first event at that time or later; the token is the one before it.
  @Override
  @SuppressWarnings("NullAway") // null is Axon's word for the beginning of an empty store.
  public TrackingToken createTokenAt(Instant dateTime) {
    if (head() == 0) {
      return null;
    }
    long first = await(() -> channel().getTokenAt(dateTime.toEpochMilli()));
    return new GlobalSequenceTrackingToken(Math.max(0, first + 1));
  }

  // ------------------------------------------------------------------------------------ server

  private EventChannel channel() {
    try {
      return channel.get();
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  private <T> T await(Supplier<CompletableFuture<T>> question) {
    try {
      return guard.ask(question).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw unavailable(cause);
    }
  }

  private static EventStoreException unavailable(Throwable cause) {
    return new EventStoreException(
        "Axon Server does not answer",
        new EventLogUnavailable("Axon Server does not answer", cause));
  }

  /// The events of one stream, read in chunks on demand.
  private final class StreamEvents implements DomainEventStream {
    private final String stream;
    private final Deque<DomainEventMessage<?>> ready = new ArrayDeque<>();
    private Deque<Event> read = new ArrayDeque<>();
    private int piece = FIRST_PIECE;
    private long next;
    private @Nullable Long last;
    private boolean ended;

    StreamEvents(String stream, long from) {
      this.stream = stream;
      this.next = from;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty()) {
        if (read.isEmpty() && !readOn()) {
          return false;
        }
        // Removed only then, so that an undecodable event cannot be skipped.
        ready.addAll(events.domainMessages(new Logged(0, stored.entry(read.element()))));
        last = read.remove().getAggregateSequenceNumber();
      }
      return true;
    }

    private boolean readOn() {
      if (ended) {
        return false;
      }
      List<Event> events = ServerEventStorageEngine.this.read(stream, next, piece);
      ended = events.size() < piece;
      next += events.size();
      piece = Math.min(2 * piece, LARGEST_PIECE);
      read = new ArrayDeque<>(events);
      return !events.isEmpty();
    }

    @Override
    public DomainEventMessage<?> peek() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.element();
    }

    @Override
    public DomainEventMessage<?> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    /// Also counts events removed by upcasters; null if there are none.
    @Override
    @SuppressWarnings("NullAway") // Axon's signature.
    public Long getLastSequenceNumber() {
      return last;
    }
  }
}
