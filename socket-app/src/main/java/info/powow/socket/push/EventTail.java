package info.powow.socket.push;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/// What is appended to the log, for a thread that has other things to do as well: it is woken, and
/// takes what is there.
interface EventTail extends AutoCloseable {
  /// The next event, or null when there is none yet.
  @Nullable TrackedEventMessage<?> poll() throws InterruptedException;

  @Override
  void close();

  /// @param wake is run when there may be more
  static EventTail of(BlockingStream<TrackedEventMessage<?>> stream, Runnable wake) {
    return stream.setOnAvailableCallback(wake) ? new Told(stream) : new Relayed(stream, wake);
  }

  /// Over a log that tells when there is more.
  record Told(BlockingStream<TrackedEventMessage<?>> stream) implements EventTail {
    @Override
    public @Nullable TrackedEventMessage<?> poll() throws InterruptedException {
      return stream.hasNextAvailable() ? stream.nextAvailable() : null;
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  /// Over a log that can only be waited for: a thread does that.
  final class Relayed implements EventTail {
    private static final int MAX_AHEAD = 1_024;

    private final BlockingQueue<TrackedEventMessage<?>> ahead = new ArrayBlockingQueue<>(MAX_AHEAD);
    private final BlockingStream<TrackedEventMessage<?>> stream;
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    Relayed(BlockingStream<TrackedEventMessage<?>> stream, Runnable wake) {
      this.stream = stream;
      this.thread = Thread.ofPlatform().daemon().name("push-tail").start(() -> relay(wake));
    }

    private void relay(Runnable wake) {
      try {
        while (true) {
          if (stream.hasNextAvailable(1, TimeUnit.SECONDS)) {
            ahead.put(stream.nextAvailable());
            wake.run();
          }
        }
      } catch (InterruptedException _) {
        stream.close();
      } catch (RuntimeException e) {
        stream.close();
        failure = e;
        wake.run();
      }
    }

    @Override
    public @Nullable TrackedEventMessage<?> poll() {
      TrackedEventMessage<?> next = ahead.poll();
      if (next == null && failure != null) {
        throw failure;
      }
      return next;
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
