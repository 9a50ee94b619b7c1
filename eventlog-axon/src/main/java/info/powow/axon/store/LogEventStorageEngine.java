package info.powow.axon.store;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LogEventSource;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.engine.StreamConflict;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Axon's storage engine over the event log.
///
/// The appends of a unit of work are passed to the log together when it commits. [Durability]
/// determines who waits for them.
///
/// A metadata entry [KeyedEventStore#KEY] is the event's idempotency key, by which
/// [EventLog#positionOf] finds the event.
public final class LogEventStorageEngine implements EventStorageEngine {
  private static final Logger logger = LoggerFactory.getLogger(LogEventStorageEngine.class);
  private static final int CHUNK = 512;
  private static final long CHUNK_BYTES = 4 << 20;

  private final EventLog log;
  private final EventSerializer serializer;
  private final LoggedEvents events;
  private final AppendsAtCommit<Entry> appends = new AppendsAtCommit<>(this::append);

  public LogEventStorageEngine(EventLog log, EventSerializer serializer, EventUpcaster upcasters) {
    this.log = log;
    this.serializer = serializer;
    this.events = new LoggedEvents(serializer, upcasters);
  }

  EventLog log() {
    return log;
  }

  LoggedEvents events() {
    return events;
  }

  EventSource source() {
    return new LogEventSource(log, events);
  }

  @Override
  public void appendEvents(List<? extends EventMessage<?>> messages) {
    if (messages.isEmpty()) {
      return;
    }
    List<Entry> entries = new ArrayList<>(messages.size());
    for (EventMessage<?> message : messages) {
      entries.add(entry(message));
    }
    appends.add(entries);
  }

  private void append(List<Entry> entries) {
    CompletableFuture<Long> appended = log.append(entries);
    Durability.leave(
        appended.handle((_, failure) -> {
          if (failure != null) {
            throw inAxonsWords(failure);
          }
          return null;
        }));
  }

  private static RuntimeException inAxonsWords(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StreamConflict conflict) {
      String message = String.valueOf(conflict.getMessage());
      return conflict.sequence() == 0
          ? new AggregateStreamCreationException(message, conflict)
          : new ConcurrencyException(message, conflict);
    }
    return new EventStoreException(
        cause == null ? "The append failed" : String.valueOf(cause.getMessage()), cause);
  }

  private Entry entry(EventMessage<?> message) {
    Entry entry = serializer.entry(message).withDecoded(message.getPayload());
    return message.getMetaData().get(KeyedEventStore.KEY) instanceof String key
        ? entry.withKey(key)
        : entry;
  }

  @Override
  public void storeSnapshot(DomainEventMessage<?> snapshot) {
    log.saveSnapshot(entry(snapshot))
        .whenComplete((_, failure) -> {
          if (failure != null) {
            logger.warn(
                "Cannot save the snapshot of {} at {}: {}",
                snapshot.getType(),
                snapshot.getSequenceNumber(),
                failure.getMessage());
          }
        });
  }

  /// Ignores snapshots of older revisions; the events are read instead.
  @Override
  public Optional<DomainEventMessage<?>> readSnapshot(String stream) {
    return log.snapshot(stream)
        .filter(entry -> serializer.types().isCurrent(entry.type(), entry.revision()))
        .map(entry -> {
          LoggedEventMessage snapshot = new LoggedEventMessage(entry, null, serializer);
          // Decode now, while the caller can still fall back to the events.
          snapshot.getPayload();
          return snapshot;
        });
  }

  @Override
  public DomainEventStream readEvents(String stream, long firstSequenceNumber) {
    return new StreamEvents(stream, firstSequenceNumber);
  }

  /// Finite: ends at the head.
  @Override
  public Stream<? extends TrackedEventMessage<?>> readEvents(
      @Nullable TrackingToken token, boolean mayBlock) {
    long from = indexOf(token);
    return Stream.iterate(
            log.readAll(from, CHUNK, CHUNK_BYTES),
            chunk -> !chunk.isEmpty(),
            chunk -> log.readAll(chunk.getLast().index(), CHUNK, CHUNK_BYTES))
        .flatMap(List::stream)
        .flatMap(logged -> events.messages(logged).stream());
  }

  @Override
  public Optional<Long> lastSequenceNumberFor(String stream) {
    var last = log.lastSequence(stream);
    return last.isPresent() ? Optional.of(last.getAsLong()) : Optional.empty();
  }

  @Override
  @SuppressWarnings("NullAway") // null is Axon's word for the beginning of an empty store.
  public TrackingToken createTailToken() {
    return log.head() == 0 ? null : new GlobalSequenceTrackingToken(0);
  }

  @Override
  @SuppressWarnings("NullAway") // null is Axon's word for the beginning of an empty store.
  public TrackingToken createHeadToken() {
    return tokenOrNull(log.head());
  }

  @Override
  @SuppressWarnings("NullAway") // null is Axon's word for the beginning of an empty store.
  public TrackingToken createTokenAt(Instant dateTime) {
    return log.head() == 0 ? null : new GlobalSequenceTrackingToken(log.indexBefore(dateTime));
  }

  private static @Nullable TrackingToken tokenOrNull(long index) {
    return index == 0 ? null : new GlobalSequenceTrackingToken(index);
  }

  static long indexOf(@Nullable TrackingToken token) {
    TrackingToken unwrapped = token == null ? null : WrappedToken.unwrapLowerBound(token);
    return switch (unwrapped) {
      case null -> 0;
      case GlobalSequenceTrackingToken global -> global.getGlobalIndex();
      default ->
          throw new IllegalArgumentException(
              "The event log follows a GlobalSequenceTrackingToken, not a "
                  + unwrapped.getClass().getName()
                  + ": this token is of another event store");
    };
  }

  /// The events of one stream, read in chunks on demand.
  private final class StreamEvents implements DomainEventStream {
    private final String stream;
    private final Deque<Logged> read = new ArrayDeque<>();
    private final Deque<DomainEventMessage<?>> ready = new ArrayDeque<>();
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
        events.domainMessages(read.element()).forEach(ready::add);
        last = read.remove().entry().sequence();
      }
      return true;
    }

    private boolean readOn() {
      if (ended) {
        return false;
      }
      List<Logged> chunk = log.read(stream, next, CHUNK);
      ended = chunk.size() < CHUNK;
      next += chunk.size();
      read.addAll(chunk);
      return !chunk.isEmpty();
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
