package info.powow.bench.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// One attack on its way: its connections, and how each of them ended.
final class Field {
  private static final long END_AT_MOST_SECONDS = 10;

  private final InetSocketAddress server;
  private final Ammunition ammunition;
  private final Tally tally = new Tally();
  private final Set<RawConnection> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean over;

  Field(InetSocketAddress server, Ammunition ammunition) {
    this.server = server;
    this.ammunition = ammunition;
  }

  /// What an attacker does with one connection.
  interface Attempt {
    /// @return how the server answered
    String on(RawConnection connection) throws IOException, InterruptedException;
  }

  Ammunition ammunition() {
    return ammunition;
  }

  /// Attacks over one connection after another, until it is over.
  ///
  /// @param receiveBuffer as for [RawConnection]
  /// @param pause between two connections: attackers have one machine, too
  void lane(int receiveBuffer, Duration pause, Attempt attempt) {
    lanes.execute(() -> {
      try {
        while (!over) {
          attempt(receiveBuffer, attempt);
          Thread.sleep(pause);
        }
      } catch (InterruptedException _) {
        // It is over.
      }
    });
  }

  private void attempt(int receiveBuffer, Attempt attempt) throws InterruptedException {
    try (RawConnection connection = new RawConnection(server, receiveBuffer)) {
      open.add(connection);
      try {
        String outcome = attempt.on(connection);
        if (!over) {
          tally.count(outcome);
        }
      } finally {
        open.remove(connection);
      }
    } catch (IOException e) {
      if (!over) {
        tally.count(reason(e));
      }
    }
  }

  /// What the kernel says of a connection that was closed depends on when it is noticed.
  private static String reason(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.startsWith("no upgrade") || message.startsWith("not connected")
        ? message
        : "cut off";
  }

  boolean isOver() {
    return over;
  }

  /// Ends it: closes what is open, and waits for the threads.
  ///
  /// @return how often the server answered in which way
  Map<String, Long> end() throws InterruptedException {
    over = true;
    for (RawConnection connection : open) {
      try {
        connection.close();
      } catch (IOException _) {
        // Closed all the same.
      }
    }
    lanes.shutdownNow();
    if (!lanes.awaitTermination(END_AT_MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("An attack does not end");
    }
    return tally.counts();
  }
}
