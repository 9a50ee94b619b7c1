package info.powow.axon.store;

import info.powow.eventlog.engine.EventLogUnavailable;
import info.powow.eventlog.engine.Logged;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/// The events that Axon Server sends. If the connection breaks, every call fails, and the follower
/// opens a new stream after its last event. Not thread-safe.
final class ServerEventStream implements TrackingEventStream {
  private final EventStream stream;
  private final AxonServerEventCodec stored;
  private final LoggedEvents events;
  private final Deque<TrackedEventMessage<?>> ready = new ArrayDeque<>();
  private @Nullable EventWithToken unread;

  ServerEventStream(EventStream stream, AxonServerEventCodec stored, LoggedEvents events) {
    this.stream = stream;
    this.stored = stored;
    this.events = events;
  }

  @Override
  public Optional<TrackedEventMessage<?>> peek() {
    fill();
    return Optional.ofNullable(ready.peek());
  }

  @Override
  public boolean hasNextAvailable() {
    fill();
    return !ready.isEmpty();
  }

  @Override
  public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    fill();
    while (ready.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      unread = stream.nextIfAvailable(left, TimeUnit.NANOSECONDS);
      fill();
    }
    return true;
  }

  @Override
  public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
    boolean unused;
    do {
      unused = hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS);
    } while (ready.isEmpty());
    return ready.remove();
  }

  /// Upcasting may remove an event: continues until there is one, or none has arrived. An
  /// undecodable event stays next, so that it cannot be skipped.
  private void fill() {
    while (ready.isEmpty()) {
      EventWithToken next = unread == null ? stream.nextIfAvailable() : unread;
      if (next == null) {
        requireOpen();
        return;
      }
      unread = next;
      ready.addAll(events.messages(new Logged(next.getToken() + 1, stored.entry(next.getEvent()))));
      unread = null;
    }
  }

  private void requireOpen() {
    if (stream.isClosed()) {
      throw new EventStoreException(
          "The event stream has ended",
          new EventLogUnavailable(
              "Axon Server closed the event stream", stream.getError().orElse(null)));
    }
  }

  @Override
  public boolean setOnAvailableCallback(Runnable callback) {
    stream.onAvailable(callback);
    if (!ready.isEmpty() || unread != null) {
      callback.run();
    }
    return true;
  }

  @Override
  public void close() {
    stream.close();
  }
}
