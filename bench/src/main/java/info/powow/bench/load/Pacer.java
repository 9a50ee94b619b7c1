package info.powow.bench.load;

import info.powow.bench.stomp.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Runs a schedule on a lane.
public final class Pacer {
  /// Waking up for every message at a high rate would cost more than sending it.
  private static final long SHORTEST_SLEEP = TimeUnit.MICROSECONDS.toNanos(200);

  /// Between batches, answers are read, so that a late sender still measures correctly.
  private static final int BATCH = 64;

  private final Lane lane;
  private final OpenLoop schedule;
  private final LongConsumer send;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private boolean stopped;

  private Pacer(Lane lane, OpenLoop schedule, LongConsumer send) {
    this.lane = lane;
    this.schedule = schedule;
    this.send = send;
  }

  /// @param send receives the intended time of each message, on the lane
  public static Pacer start(Lane lane, OpenLoop schedule, LongConsumer send) {
    Pacer pacer = new Pacer(lane, schedule, send);
    lane.execute(pacer::run);
    return pacer;
  }

  private void run() {
    if (stopped) {
      done.complete(null);
      return;
    }
    long now = System.nanoTime();
    long next;
    try {
      next = schedule.runDue(now, BATCH, send);
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
      return;
    }
    if (next == OpenLoop.DONE) {
      done.complete(null);
    } else if (next - now <= 0) {
      lane.execute(this::run);
    } else {
      lane.schedule(this::run, Math.max(next - now, shortestSleep()));
    }
  }

  /// If messages are further apart than the shortest sleep, each is sent at its own time.
  private long shortestSleep() {
    return schedule.interval() < SHORTEST_SLEEP ? SHORTEST_SLEEP : 0;
  }

  /// Stops sending. Called on the lane.
  public void stop() {
    stopped = true;
  }

  /// Completes when the last message was sent.
  public CompletableFuture<Void> done() {
    return done;
  }
}
