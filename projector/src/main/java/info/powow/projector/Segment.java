package info.powow.projector;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The share of the streams that one thread projects. Each segment follows the whole log and skips
/// the events of other segments, so a segment that has to wait delays no other.
///
/// A segment works while this node has its claim. When it loses the claim it drops what it has in
/// memory, because another node may be writing. When asked to hand over, it writes what is pending
/// first.
final class Segment implements Runnable {
  private static final Logger logger = LoggerFactory.getLogger(Segment.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration STOPPING = Duration.ofMillis(10);
  private static final long SAVE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Projector projector;
  private final Projection projection;
  private final EventSource log;
  private final ProjectorOptions options;
  private final ProjectorMetrics metrics;
  private final int number;
  private final SegmentClaim claim = new SegmentClaim();
  private final ParkedStreams parked;
  private final Thread thread;

  private volatile long reached = -1;
  private volatile @Nullable String failing;
  private volatile boolean interruptible = true;

  // Of the segment's thread.
  private long workingEpoch;
  private boolean idled;
  private long savedPosition;
  private long savedNanos;
  private Projection.@Nullable Sink sink;
  private EventSource.@Nullable Cursor cursor;
  private long read;
  private List<LoggedEvent> chunk = List.of();
  private boolean chunkWasFull;

  /// Whether events of this segment were applied since the store was last found to be the one in
  /// which it began.
  private boolean isUnchecked;

  private boolean chunkLoaded;
  private int next;
  private boolean waitsForFlush;
  private long firstPendingNanos;
  private int failures;

  Segment(
      Projector projector,
      Projection projection,
      EventSource log,
      ProjectorOptions options,
      ProjectorMetrics metrics,
      int number) {
    this.projector = projector;
    this.projection = projection;
    this.log = log;
    this.options = options;
    this.metrics = metrics;
    this.number = number;
    this.parked = new ParkedStreams(projector, projection, log, number, options.batch());
    this.thread =
        Thread.ofPlatform()
            .name("powow-" + projection.name() + "-" + number)
            .daemon()
            .unstarted(this);
  }

  int number() {
    return number;
  }

  void start() {
    thread.start();
  }

  /// Makes the thread look for work.
  void wake() {
    LockSupport.unpark(thread);
  }

  /// Writes what is pending and ends. Interrupts a wait at once, and a write only if it takes too long.
  void stop() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (thread.isAlive()) {
      wake();
      if (interruptible || System.nanoTime() > deadline) {
        thread.interrupt();
      }
      try {
        thread.join(STOPPING);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Up to where in the log everything of this segment is written; -1 before that is known.
  long reached() {
    return reached;
  }

  /// As [#reached]; after a hand-over, what it was then.
  long reachedOrHandedOver() {
    long now = reached;
    return now < 0 && claim.isHandedOver() ? claim.positionAtHandOver() : now;
  }

  void grant(long epoch) {
    claim.grant(epoch);
    wake();
  }

  void revoke() {
    claim.revoke();
    wake();
  }

  /// Requests that it writes what is pending and then stops. [#isHandedOver] tells when it has.
  void handOver() {
    claim.requestHandOver();
    wake();
  }

  boolean isGranted() {
    return claim.isGranted();
  }

  boolean isAskedToHandOver() {
    return claim.isHandOverRequested();
  }

  boolean isHandedOver() {
    return claim.isHandedOver();
  }

  @Nullable String failing() {
    return failing;
  }

  List<DeadLetter> deadLetters() {
    return parked.letters();
  }

  CompletableFuture<Boolean> retry(String stream) {
    CompletableFuture<Boolean> released = parked.retry(stream);
    wake();
    return released;
  }

  @Override
  public void run() {
    while (!projector.isClosed()) {
      try {
        if (!mayWork()) {
          continue;
        }
        Projection.Sink open = opened();
        interruptible = false;
        step(open);
        recovered();
      } catch (StoreReplaced e) {
        logger.info("The {} projection starts again: {}", projection.name(), e.getMessage());
        forget();
      } catch (InterruptedException e) {
        // Only stopping interrupts this thread, and the loop ends then.
        continue;
      } catch (Exception | LinkageError | OutOfMemoryError e) {
        failed(e);
      } finally {
        interruptible = true;
      }
    }
    interruptible = false;
    finish();
  }

  private boolean mayWork() {
    long epoch = claim.epoch();
    if (epoch != workingEpoch) {
      forget();
      workingEpoch = epoch;
    }
    if (epoch == 0) {
      LockSupport.park(this);
      return false;
    }
    if (claim.isHandOverRequested()) {
      interruptible = false;
      writePending();
      long written = reached;
      forget();
      workingEpoch = 0;
      claim.handedOver(written);
      projector.segmentHandedOver();
      return false;
    }
    return true;
  }

  /// Saves work later. Nothing depends on it, because the log has everything that is in memory.
  private void writePending() {
    Projection.Sink open = sink;
    if (open != null && failing == null && chunk.isEmpty()) {
      write(open);
      reach(read);
      savePosition();
    }
  }

  private void forget() {
    closeCursor();
    sink = null;
    chunk = List.of();
    next = 0;
    waitsForFlush = false;
    // Before the stopped streams: without them, nobody may believe that there are none.
    reached = -1;
    parked.forget();
    failing = null;
    failures = 0;
    projector.segmentReached();
  }

  private Projection.Sink opened() {
    Projection.Sink open = sink;
    if (open == null) {
      long position = projection.position(number, options.segments());
      parked.open(position);
      projector.requireWithinLog(position);
      open = projection.newSink();
      read = position;
      reached = position;
      savedPosition = -1;
      savedNanos = System.nanoTime() - SAVE_NANOS;
      idled = false;
      sink = open;
      projector.segmentWrote();
    }
    return open;
  }

  private EventSource.Cursor cursor() {
    EventSource.Cursor open = cursor;
    if (open == null) {
      open = log.openAfter(read);
      cursor = open;
    }
    return open;
  }

  private void step(Projection.Sink open) throws InterruptedException {
    boolean sinkWasUsed = true;
    try {
      sinkWasUsed = parked.retryNext(open) || parked.followReleases(open);
    } finally {
      if (sinkWasUsed) {
        // The sink may have dropped what was loaded for the chunk.
        chunkLoaded = false;
      }
    }
    if (chunk.isEmpty() && !readChunk()) {
      idle(open);
      return;
    }
    isUnchecked |= !chunk.isEmpty();
    applyChunk(open);
    if (open.pending() == 0) {
      requireBegun(open);
      reach(read);
    } else if (isDue(open)) {
      flush(open);
    }
  }

  /// Whether there was anything to read, of any segment.
  private boolean readChunk() {
    List<LoggedEvent> events = cursor().poll(options.batch());
    if (events.isEmpty()) {
      return false;
    }
    List<LoggedEvent> mine = new ArrayList<>(events.size());
    for (LoggedEvent event : events) {
      if (projector.segmentOf(event.stream()) == number && !parked.contains(event.stream())) {
        mine.add(event);
      }
    }
    read = events.getLast().index();
    chunkWasFull = events.size() == options.batch();
    chunk = mine;
    chunkLoaded = false;
    next = 0;
    return true;
  }

  private void applyChunk(Projection.Sink open) {
    if (!chunkLoaded) {
      open.load(ParkedStreams.readable(chunk.subList(next, chunk.size())));
      chunkLoaded = true;
    }
    while (next < chunk.size()) {
      LoggedEvent event = chunk.get(next);
      if (!parked.contains(event.stream())) {
        parked.apply(open, event);
      }
      next++;
    }
    metrics.applied(chunk.size());
    chunk = List.of();
    if (!waitsForFlush && open.pending() > 0) {
      waitsForFlush = true;
      firstPendingNanos = System.nanoTime();
    }
  }

  private boolean isDue(Projection.Sink open) {
    if (open.pending() >= (chunkWasFull ? options.maxPendingBehind() : options.maxPending())) {
      return true;
    }
    if (projector.demanded() > reached && read >= projector.demanded()) {
      return true;
    }
    return !chunkWasFull && nanosUntilDue() <= 0;
  }

  private long nanosUntilDue() {
    return firstPendingNanos + options.delay().toNanos() - System.nanoTime();
  }

  /// Waits, because there is nothing to read at the moment.
  private void idle(Projection.Sink open) throws InterruptedException {
    if (open.pending() == 0) {
      requireBegun(open);
      reach(read);
      if (idled) {
        savePositionInTime();
      } else {
        // Others may be waiting until it has caught up.
        savePosition();
        idled = true;
      }
      await(cursor());
      return;
    }
    long nanos = nanosUntilDue();
    if (nanos <= 0 || projector.demanded() > reached) {
      flush(open);
    } else {
      // Sleep, and then read all events that arrive in the meantime at once.
      LockSupport.parkNanos(this, nanos);
    }
  }

  private void await(EventSource.Cursor open) throws InterruptedException {
    interruptible = true;
    try {
      if (!projector.isClosed()) {
        open.await(IDLE);
      }
    } finally {
      interruptible = false;
    }
  }

  private void write(Projection.Sink open) {
    requireBegun(open);
    open.flush();
  }

  /// Refuses to go on in a store that was emptied: there, events of views that are gone change
  /// nothing, and others would write views without their beginning.
  private void requireBegun(Projection.Sink open) {
    if (isUnchecked || open.pending() > 0) {
      projection.requireBegun(number);
      isUnchecked = false;
    }
  }

  private void flush(Projection.Sink open) {
    int documents = open.pending();
    long start = System.nanoTime();
    write(open);
    metrics.flushed(documents, System.nanoTime() - start);
    waitsForFlush = false;
    reach(read);
    savePositionInTime();
  }

  private void savePositionInTime() {
    if (System.nanoTime() - savedNanos >= SAVE_NANOS) {
      savePosition();
    }
  }

  /// Saves where to continue after a restart. An earlier position does no harm: applying an event again
  /// changes nothing.
  private void savePosition() {
    if (reached > savedPosition) {
      projection.savePosition(number, options.segments(), reached);
      savedPosition = reached;
      savedNanos = System.nanoTime();
    }
  }

  private void reach(long index) {
    if (reached != index) {
      reached = index;
      projector.segmentWrote();
    }
  }

  private void failed(Throwable failure) {
    if (projector.isClosed()) {
      return;
    }
    failures++;
    boolean isNew = failing == null;
    failing = ViewFault.describe(failure);
    projector.segmentReached();
    if (isNew) {
      logger.warn("The {} projection failed and will retry: {}", projection.name(), failing);
    }
    closeCursor();
    long millis = options.minBackoff().toMillis() << Math.min(failures - 1, 20);
    long pause = Math.min(Math.max(millis, 1), options.maxBackoff().toMillis());
    long deadline = System.nanoTime() + Duration.ofMillis(pause).toNanos();
    while (!projector.isClosed() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(this, deadline - System.nanoTime());
    }
  }

  private void recovered() {
    if (failing != null) {
      failures = 0;
      failing = null;
      logger.info("The {} projection works again", projection.name());
    }
  }

  private void finish() {
    // An interrupt that was meant to end a wait must not end the writing.
    boolean interrupted = Thread.interrupted();
    try {
      if (claim.epoch() == workingEpoch) {
        writePending();
      }
    } catch (RuntimeException e) {
      logger.info(
          "The {} projection stops with unwritten changes, which it makes again at the next start: {}",
          projection.name(),
          ViewFault.describe(e));
    }
    closeCursor();
    parked.refuseRetries();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeCursor() {
    EventSource.Cursor open = cursor;
    cursor = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        logger.debug("a cursor did not close", e);
      }
    }
  }
}
