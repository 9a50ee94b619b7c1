package info.powow.axon.store;

import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.engine.Tail;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;

/// Adapts a [Tail] to Axon. Not thread-safe.
final class LoggedEventStream implements TrackingEventStream {
  private static final int CHUNK = 512;

  private final Tail tail;
  private final LoggedEvents events;
  private final Deque<Logged> read = new ArrayDeque<>();
  private final Deque<TrackedEventMessage<?>> ready = new ArrayDeque<>();

  LoggedEventStream(Tail tail, LoggedEvents events) {
    this.tail = tail;
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
    while (true) {
      fill();
      if (!ready.isEmpty()) {
        return true;
      }
      if (!tail.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
  }

  @Override
  public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
    while (!hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS)) {
      if (tail.isClosed()) {
        throw new IllegalStateException("The event stream is closed");
      }
    }
    return ready.remove();
  }

  /// Upcasting may remove an entry: continues until there is an event or the head is reached. An
  /// entry of an unknown type stays next, so that it cannot be skipped.
  private void fill() {
    while (ready.isEmpty()) {
      if (read.isEmpty()) {
        read.addAll(tail.poll(CHUNK));
      }
      Logged next = read.peek();
      if (next == null) {
        return;
      }
      ready.addAll(events.messages(next));
      read.remove();
    }
  }

  @Override
  public boolean setOnAvailableCallback(Runnable callback) {
    tail.whenAvailable(callback);
    if (!ready.isEmpty() || !read.isEmpty()) {
      callback.run();
    }
    return true;
  }

  @Override
  public void close() {
    tail.close();
  }
}
