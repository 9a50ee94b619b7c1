package info.powow.bench.attack;

import info.powow.bench.load.Latency;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/// Calls `GET /api/me` at a constant rate, each time over a new connection, and measures from the
/// intended time.
final class Probe {
  private static final int TIMEOUT_MS = 30_000;
  private static final int DRAIN_AT_MOST_SECONDS = 60;

  private final ConcurrentHistogram times =
      new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(10), 3);
  private final Tally tally = new Tally();
  private final InetSocketAddress server;
  private final String request;
  private final double rate;

  Probe(InetSocketAddress server, String token, double rate) {
    this.server = server;
    this.request =
        "GET /api/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n";
    this.rate = rate;
  }

  /// The result.
  ///
  /// @param answers the number of answers by kind
  record Answers(Latency latency, Map<String, Long> answers) {
    /// Whether every call succeeded.
    boolean isComplete() {
      return answers.keySet().equals(java.util.Set.of("200"));
    }
  }

  /// Calls until a moment, and waits for the answers.
  ///
  /// @param from calls intended from this moment on count ([System#nanoTime()])
  /// @param to calls intended up to this moment count
  Answers run(long from, long to) throws InterruptedException {
    try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (long n = 0; ; n++) {
        long due = start + (long) (n * 1e9 / rate);
        if (due - to >= 0) {
          break;
        }
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
        asking.execute(() -> ask(due, due - from >= 0));
      }
      asking.shutdown();
      if (!asking.awaitTermination(DRAIN_AT_MOST_SECONDS, TimeUnit.SECONDS)) {
        tally.count(RawConnection.NOTHING);
        asking.shutdownNow();
      }
    }
    return new Answers(Latency.of(times), tally.counts());
  }

  private void ask(long due, boolean counts) {
    String answer;
    try (RawConnection connection = new RawConnection(server, 0)) {
      connection.write(request);
      answer = connection.answer(TIMEOUT_MS);
    } catch (IOException e) {
      answer = "failed: " + e.getMessage();
    }
    if (counts) {
      tally.count(answer);
      Latency.record(times, System.nanoTime() - due);
    }
  }
}
