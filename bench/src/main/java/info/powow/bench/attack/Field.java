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

/// A running attack: its connections, and how each of them ended.
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
    /// @return the server's answer
    String on(RawConnection connection) throws IOException, InterruptedException;
  }

  Ammunition ammunition() {
    return ammunition;
  }

  /// Attacks over one connection after another, until the end.
  ///
  /// @param receiveBuffer as for [RawConnection]
  /// @param pause between two connections, because attackers have only one machine
  void lane(int receiveBuffer, Duration pause, Attempt attempt) {
    lanes.execute(() -> {
      try {
        while (!over) {
          attempt(receiveBuffer, attempt);
          Thread.sleep(pause);
        }
      } catch (InterruptedException _) {
        // The attack has ended.
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

  /// The kernel's message about a closed connection depends on when it is noticed.
  private static String reason(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.startsWith("no upgrade") || message.startsWith("not connected")
        ? message
        : "cut off";
  }

  boolean isOver() {
    return over;
  }

  /// Ends the attack: closes connections and waits for the threads.
  ///
  /// @return the number of answers by kind
  Map<String, Long> end() throws InterruptedException {
    over = true;
    for (RawConnection connection : open) {
      try {
        connection.close();
      } catch (IOException _) {
        // Closed anyway.
      }
    }
    lanes.shutdownNow();
    if (!lanes.awaitTermination(END_AT_MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("An attack does not end");
    }
    return tally.counts();
  }
}
