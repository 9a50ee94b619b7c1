package info.powow.projection;

import info.powow.eventlog.axon.LoggedEventMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Axon's event store, whichever it is, as projections read it.
public final class AxonEventSource implements EventSource {
  private final EventStore store;
  private final Serializer serializer;

  /// @param serializer the one of events
  public AxonEventSource(EventStore store, Serializer serializer) {
    this.store = store;
    this.serializer = serializer;
  }

  @Override
  public long head() {
    return indexOf(store.createHeadToken());
  }

  @Override
  public Cursor openAfter(long index) {
    return new StreamCursor(
        store.openStream(index == 0 ? null : new GlobalSequenceTrackingToken(index)), serializer);
  }

  @Override
  public List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
    List<LoggedEvent> events = new ArrayList<>();
    DomainEventStream read = store.readEvents(stream, fromSequence);
    while (events.size() < maxCount && read.hasNext()) {
      events.add(new MessageEvent(0, read.next(), serializer));
    }
    return events;
  }

  private static long indexOf(@Nullable TrackingToken token) {
    if (token == null) {
      return 0;
    }
    OptionalLong position = token.position();
    if (position.isEmpty()) {
      throw new IllegalStateException("the event store's tokens have no position: " + token);
    }
    return position.getAsLong();
  }

  private static final class StreamCursor implements Cursor {
    private final BlockingStream<TrackedEventMessage<?>> stream;
    private final Serializer serializer;

    StreamCursor(BlockingStream<TrackedEventMessage<?>> stream, Serializer serializer) {
      this.stream = stream;
      this.serializer = serializer;
    }

    @Override
    public List<LoggedEvent> poll(int maxCount) {
      List<LoggedEvent> events = new ArrayList<>();
      try {
        while (events.size() < maxCount && stream.hasNextAvailable()) {
          TrackedEventMessage<?> message = stream.nextAvailable();
          events.add(new MessageEvent(indexOf(message.trackingToken()), message, serializer));
        }
      } catch (InterruptedException e) {
        // What was taken is not lost: it is handed out, and the interrupt is seen at the next wait.
        Thread.currentThread().interrupt();
      }
      return events;
    }

    @Override
    public void await(Duration timeout) throws InterruptedException {
      stream.hasNextAvailable((int) timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  private static final class MessageEvent implements LoggedEvent {
    private final long index;
    private final EventMessage<?> message;
    private final Serializer serializer;

    MessageEvent(long index, EventMessage<?> message, Serializer serializer) {
      this.index = index;
      this.message = message;
      this.serializer = serializer;
    }

    @Override
    public long index() {
      return index;
    }

    @Override
    public String stream() {
      return message instanceof DomainEventMessage<?> domain ? domain.getAggregateIdentifier() : "";
    }

    @Override
    public long sequence() {
      return message instanceof DomainEventMessage<?> domain ? domain.getSequenceNumber() : 0;
    }

    @Override
    public String type() {
      return message instanceof LoggedEventMessage logged
          ? logged.entry().type()
          : message.getPayloadType().getSimpleName();
    }

    @Override
    public Object event() {
      return message.getPayload();
    }

    @Override
    public byte[] json() {
      return message instanceof LoggedEventMessage logged
          ? logged.entry().payload()
          : message.serializePayload(serializer, byte[].class).getData();
    }
  }
}
