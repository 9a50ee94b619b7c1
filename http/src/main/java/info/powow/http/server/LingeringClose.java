package info.powow.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;

/// Connections that the server has closed for writing while the client has not. Incoming data is
/// discarded until the client closes its side, within bounds of bytes, time and number of
/// connections. Beyond these, connections are closed at once.
final class LingeringClose {
  private static final int MOST = 500;
  private static final int MOST_BYTES = 2 << 20;
  private static final long LONGEST_NANOS = Duration.ofSeconds(2).toNanos();
  private static final Duration EVERY = Duration.ofMillis(20);

  /// Bytes read per turn, from one connection and from all.
  private static final int BYTES_A_TURN = 128 * 1024;

  private static final int BYTES_A_ROUND = 4 << 20;

  private final Scheduler scheduler;
  private final Queue<Ending> endings = new ConcurrentLinkedQueue<>();

  private final AtomicInteger count = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean stopped;

  LingeringClose(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  private static final class Ending {
    private final SocketChannel channel;
    private final long since = System.nanoTime();
    private int dropped;

    Ending(SocketChannel channel) {
      this.channel = channel;
    }

    /// @return whether the client may still send data
    boolean goesOn(ByteBuffer scratch) {
      try {
        int turn = 0;
        while (turn < BYTES_A_TURN) {
          scratch.clear();
          int read = channel.read(scratch);
          if (read < 0) {
            return false;
          }
          if (read == 0) {
            break;
          }
          turn += read;
        }
        dropped += turn;
        return dropped < MOST_BYTES && System.nanoTime() - since < LONGEST_NANOS;
      } catch (IOException _) {
        return false;
      }
    }
  }

  /// The number of lingering connections.
  int lingering() {
    return count.get();
  }

  /// Closes the server's side of a connection, and discards the rest.
  ///
  /// @param key the current registration of the channel
  /// @return false if the channel must be closed at once
  boolean take(SocketChannel channel, SelectionKey key) {
    Ending ending = new Ending(channel);
    if (stopped || !ending.goesOn(ByteBuffer.allocate(8 * 1024))) {
      return false;
    }
    if (count.incrementAndGet() > MOST) {
      count.decrementAndGet();
      return false;
    }
    try {
      key.cancel();
      channel.shutdownOutput();
    } catch (IOException _) {
      count.decrementAndGet();
      return false;
    }
    endings.add(ending);
    roundLater();
    if (stopped) {
      closeAll();
    }
    return true;
  }

  private void roundLater() {
    if (scheduled.compareAndSet(false, true)) {
      scheduler.schedule(this::round, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void round() {
    ByteBuffer scratch = ByteBuffer.allocate(32 * 1024);
    int left = BYTES_A_ROUND;
    for (Ending ending : endings) {
      int before = ending.dropped;
      if (!ending.goesOn(scratch)) {
        close(ending);
      }
      left -= ending.dropped - before;
      if (left <= 0) {
        break;
      }
    }
    scheduled.set(false);
    if (!endings.isEmpty()) {
      roundLater();
    }
  }

  void closeAll() {
    stopped = true;
    endings.forEach(this::close);
  }

  private void close(Ending ending) {
    if (endings.remove(ending)) {
      IO.close(ending.channel);
      count.decrementAndGet();
    }
  }
}
