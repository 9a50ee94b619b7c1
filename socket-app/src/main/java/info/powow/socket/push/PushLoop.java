package info.powow.socket.push;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The push thread, one for all connections. In each round, it runs queued tasks, reads new events
/// from the log, and sends the output, with one write per device. It sleeps while there is nothing
/// to do.
///
/// Code on this thread must not block.
public final class PushLoop implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(PushLoop.class);
  private static final int MAX_TASKS_A_ROUND = 1_024;
  private static final int MAX_EVENTS_A_ROUND = 256;
  private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final EventSource log;
  private final Outbox outbox;
  private final PushMetrics metrics;
  private @Nullable Thread thread;
  private @Nullable Handler handler;
  private EventSource.@Nullable Cursor tail;
  private long index;
  private volatile @Nullable String epoch;
  private long openAgainAt;
  private boolean quiet;
  private volatile boolean running;
  private volatile boolean asleep;

  /// Runs on the push thread.
  interface Handler {
    /// The tail begins after this index of the log.
    void startsAfter(long index);

    /// Processes an event of the log, in order.
    void on(LoggedEvent event);

    /// Called about once a second.
    ///
    /// @param quiet whether the log was reachable since the last call and brought nothing
    void tick(boolean quiet);
  }

  public PushLoop(EventSource log, Outbox outbox, PushMetrics metrics) {
    this.log = log;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  void handler(Handler toCall) {
    handler = toCall;
  }

  /// Queues a task for the push thread. Thread-safe.
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    wake();
  }

  private void wake() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  public void start() {
    // From here on, every event is pushed, however soon a client connects.
    epoch = log.epoch();
    index = log.head();
    if (handler != null) {
      handler.startsAfter(index);
    }
    openAgainAt = System.nanoTime();
    running = true;
    thread = Thread.ofPlatform().name("push").start(this::run);
  }

  /// The epoch of the log; null while the log is empty or unavailable. May read the log until the
  /// epoch is known.
  @Nullable String epoch() {
    String known = epoch;
    if (known == null) {
      try {
        known = log.epoch();
        epoch = known;
      } catch (RuntimeException _) {
        // The log is unavailable: later connections learn the epoch.
        return null;
      }
    }
    return known;
  }

  public void stop() throws InterruptedException {
    running = false;
    Thread pushing = thread;
    if (pushing != null) {
      LockSupport.unpark(pushing);
      pushing.join();
    }
  }

  private void run() {
    long tickAt = System.nanoTime() + TICK_NANOS;
    while (running) {
      boolean worked = doTasks() | takeEvents();
      outbox.flush();
      metrics.flushed();
      long now = System.nanoTime();
      if (now - tickAt >= 0) {
        tickAt = now + TICK_NANOS;
        tick();
      } else if (!worked) {
        sleep(tickAt - now);
      }
    }
    if (tail != null) {
      tail.close();
    }
  }

  private void sleep(long nanos) {
    asleep = true;
    if (tasks.isEmpty() && running && !takeEvents()) {
      LockSupport.parkNanos(this, nanos);
    }
    asleep = false;
  }

  private void tick() {
    try {
      if (handler != null) {
        handler.tick(quiet && tail != null);
      }
      quiet = true;
    } catch (RuntimeException e) {
      LOG.error("the push thread's housekeeping failed", e);
    }
  }

  private boolean doTasks() {
    int done = 0;
    Runnable task;
    while (done < MAX_TASKS_A_ROUND && (task = tasks.poll()) != null) {
      done++;
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a task of the push thread failed", e);
      }
    }
    return done > 0;
  }

  private boolean takeEvents() {
    int taken = 0;
    try {
      EventSource.Cursor open = tail();
      List<LoggedEvent> events = open == null ? List.of() : open.poll(MAX_EVENTS_A_ROUND);
      long takenNanos = events.isEmpty() ? 0 : System.nanoTime();
      for (LoggedEvent event : events) {
        taken++;
        quiet = false;
        index = event.index();
        handle(event, takenNanos);
      }
    } catch (RuntimeException e) {
      LOG.error("the log cannot be followed at the moment; trying again", e);
      if (tail != null) {
        tail.close();
        tail = null;
      }
      quiet = false;
      openAgainAt = System.nanoTime() + RETRY_NANOS;
    }
    return taken > 0;
  }

  private EventSource.@Nullable Cursor tail() {
    if (tail == null && System.nanoTime() - openAgainAt >= 0) {
      EventSource.Cursor opened = log.openAfter(index);
      tail = opened;
      opened.whenAvailable(this::wake);
    }
    return tail;
  }

  private void handle(LoggedEvent event, long takenNanos) {
    try {
      long framesBefore = outbox.frames();
      if (handler != null) {
        handler.on(event);
      }
      metrics.took(event, takenNanos, outbox.frames() - framesBefore);
    } catch (RuntimeException e) {
      // Clients notice the missing position and resume. Stopping here would stop everybody.
      LOG.error("event {} of the log could not be pushed", event.index(), e);
    }
  }
}
