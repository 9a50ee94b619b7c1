package info.powow.projector;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The streams that one thread works on. Each segment follows the whole log independently and skips
/// other segments' streams, so that a segment that has to wait does not delay the others.
///
/// It works while this node has its claim. If the claim is lost, it discards what is in memory,
/// because another node may be writing. If asked to hand over, it first writes pending documents.
final class Segment implements Runnable {
  private static final Logger logger = LoggerFactory.getLogger(Segment.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration STOPPING = Duration.ofMillis(10);
  private static final long SAVE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LETTERS_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Projector projector;
  private final Projection projection;
  private final EventSource log;
  private final ProjectorOptions options;
  private final ProjectorMetrics metrics;
  private final int number;
  private final Map<String, DeadLetter> parked = new ConcurrentHashMap<>();
  private final Queue<Retry> retries = new ConcurrentLinkedQueue<>();
  private final Thread thread;

  private volatile long reached = -1;
  private volatile @Nullable String failing;
  private volatile boolean interruptible = true;

  /// The epoch of the claim; 0 without a claim.
  private volatile long granted;

  private volatile boolean askedToHandOver;
  private volatile boolean handedOver;
  private volatile long reachedBefore = -1;

  // accessed only by the segment's thread
  private long working;
  private boolean idled;
  private long savedPosition;
  private long savedNanos;
  private long lettersNanos;
  private Projection.@Nullable Sink sink;
  private EventSource.@Nullable Cursor cursor;
  private long read;
  private List<LoggedEvent> chunk = List.of();
  private boolean chunkWasFull;
  private boolean chunkLoaded;
  private int next;
  private boolean waitsForFlush;
  private long firstPendingNanos;
  private int failures;

  private record Retry(String stream, CompletableFuture<Boolean> released) {}

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

  /// Wakes the thread to check for new work.
  void wake() {
    LockSupport.unpark(thread);
  }

  /// Stops after writing pending documents. Interrupts waiting at once, and writing only if it
  /// takes too long.
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

  /// The log index up to which the whole segment is written; -1 if unknown.
  long reached() {
    return reached;
  }

  /// Like [#reached]; after a handover, the value at that time.
  long reachedOrHandedOver() {
    long now = reached;
    return now < 0 && handedOver ? reachedBefore : now;
  }

  // ------------------------------------------------------------------------------------------
  // ownership

  void grant(long epoch) {
    askedToHandOver = false;
    handedOver = false;
    granted = epoch;
    wake();
  }

  void revoke() {
    granted = 0;
    wake();
  }

  /// Asks the segment to write pending documents and then stop: [#isHandedOver].
  void handOver() {
    askedToHandOver = true;
    wake();
  }

  boolean isGranted() {
    return granted != 0;
  }

  boolean isAskedToHandOver() {
    return askedToHandOver;
  }

  boolean isHandedOver() {
    return handedOver;
  }

  // ------------------------------------------------------------------------------------------

  @Nullable String failing() {
    return failing;
  }

  List<DeadLetter> deadLetters() {
    return List.copyOf(parked.values());
  }

  CompletableFuture<Boolean> retry(String stream) {
    Retry retry = new Retry(stream, new CompletableFuture<>());
    retries.add(retry);
    wake();
    return retry.released();
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
        // Only `stop` interrupts this thread, and the loop then ends.
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
    long epoch = granted;
    if (epoch != working) {
      forget();
      working = epoch;
    }
    if (epoch == 0) {
      LockSupport.park(this);
      return false;
    }
    if (askedToHandOver) {
      interruptible = false;
      writePending();
      reachedBefore = reached;
      forget();
      working = 0;
      granted = 0;
      handedOver = true;
      projector.segmentHandedOver();
      return false;
    }
    return true;
  }

  /// Everything in memory is also in the log, so nothing depends on this write.
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
    parked.clear();
    refuseRetries();
    failing = null;
    failures = 0;
    reached = -1;
    projector.segmentReached();
  }

  private Projection.Sink opened() {
    Projection.Sink open = sink;
    if (open == null) {
      long position = projection.position(number, options.segments());
      for (DeadLetter letter : projection.deadLetters()) {
        if (projector.segmentOf(letter.stream()) != number) {
          continue;
        }
        if (letter.index() > position) {
          // The event will be reached again. The events before it may not have been written.
          projection.release(letter.stream());
        } else {
          parked.put(letter.stream(), letter);
        }
      }
      projector.requireWithinLog(position);
      open = projection.newSink();
      read = position;
      reached = position;
      savedPosition = -1;
      savedNanos = System.nanoTime() - SAVE_NANOS;
      lettersNanos = System.nanoTime();
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
    Retry retry = retries.peek();
    if (retry != null) {
      retry(open, retry);
      retries.remove();
    }
    goOnWithWhatWasReleased(open);
    if (chunk.isEmpty() && !readChunk()) {
      idle(open);
      return;
    }
    applyChunk(open);
    if (open.pending() == 0) {
      reach(read);
    } else if (isDue(open)) {
      flush(open);
    }
  }

  /// Returns whether there were events to read, of any segment.
  private boolean readChunk() {
    List<LoggedEvent> events = cursor().poll(options.batch());
    if (events.isEmpty()) {
      return false;
    }
    List<LoggedEvent> mine = new ArrayList<>(events.size());
    for (LoggedEvent event : events) {
      if (projector.segmentOf(event.stream()) == number && !parked.containsKey(event.stream())) {
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
      open.load(readable(chunk.subList(next, chunk.size())));
      chunkLoaded = true;
    }
    while (next < chunk.size()) {
      LoggedEvent event = chunk.get(next);
      if (!parked.containsKey(event.stream())) {
        apply(open, event);
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

  /// Filters out events that cannot be decoded. Applying them later fails and stops their streams.
  private static List<LoggedEvent> readable(List<LoggedEvent> events) {
    List<LoggedEvent> readable = new ArrayList<>(events.size());
    for (LoggedEvent event : events) {
      try {
        event.event();
        readable.add(event);
      } catch (RuntimeException e) {
        logger.debug("event {} of {} cannot be read", event.sequence(), event.stream());
      }
    }
    return readable;
  }

  private boolean apply(Projection.Sink open, LoggedEvent event) {
    try {
      // Decode it whatever its type: a projection that skipped it might miss an event of its own.
      event.event();
      open.apply(event);
      return true;
    } catch (RuntimeException e) {
      // The failure may be due to a store that was emptied.
      projection.requireBegun(number);
      DeadLetter before = parked.get(event.stream());
      DeadLetter letter =
          new DeadLetter(
              event.stream(),
              event.sequence(),
              before == null ? event.index() : before.index(),
              ViewFault.describe(e),
              projector.now());
      projection.park(letter);
      parked.put(event.stream(), letter);
      logger.error(
          "The {} projection cannot apply event {} of stream {}, which stops there; other streams continue: {}",
          projection.name(),
          event.sequence(),
          event.stream(),
          letter.cause());
      return false;
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

  /// Called when there is nothing to read at the moment.
  private void idle(Projection.Sink open) throws InterruptedException {
    if (open.pending() == 0) {
      reach(read);
      if (idled) {
        savePositionInTime();
      } else {
        // Notifies those who wait for the segment to catch up.
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
      // Events that arrive during the pause are read together: one wake-up for many events.
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
    if (open.pending() > 0) {
      projection.requireBegun(number);
    }
    open.flush();
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

  /// Saves where to continue after a restart. It may be too early, because applying events again
  /// has no effect.
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

  private void retry(Projection.Sink open, Retry retry) {
    try {
      // A flush may release loaded documents.
      chunkLoaded = false;
      retry.released().complete(isReleased(open, retry.stream()));
    } catch (RuntimeException e) {
      retries.remove();
      retry.released().completeExceptionally(e);
      throw e;
    }
  }

  /// Another node that had this segment, and had not yet noticed losing it, may have released a
  /// stream that is still stopped here.
  private void goOnWithWhatWasReleased(Projection.Sink open) {
    if (parked.isEmpty()
        || !projector.isShared()
        || System.nanoTime() - lettersNanos < LETTERS_NANOS) {
      return;
    }
    lettersNanos = System.nanoTime();
    Set<String> released = new HashSet<>(parked.keySet());
    projection.deadLetters().forEach(letter -> released.remove(letter.stream()));
    for (String stream : released) {
      chunkLoaded = false;
      isReleased(open, stream);
    }
  }

  private boolean isReleased(Projection.Sink open, String stream) {
    DeadLetter letter = parked.get(stream);
    if (letter == null) {
      return true;
    }
    long from = letter.sequence();
    List<LoggedEvent> events = log.read(stream, from, options.batch());
    while (!events.isEmpty()) {
      open.load(readable(events));
      for (LoggedEvent event : events) {
        if (!apply(open, event)) {
          write(open);
          return false;
        }
      }
      from = events.getLast().sequence() + 1;
      events = log.read(stream, from, options.batch());
    }
    // The saved position may already be beyond these events: write them before they are discarded.
    write(open);
    projection.release(stream);
    parked.remove(stream);
    logger.info("The {} projection continues with stream {}", projection.name(), stream);
    return true;
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

  /// Everything in memory is also in the log, so nothing depends on this write. It saves work at
  /// the next start.
  private void finish() {
    // A late interrupt, meant to end a wait, must not end the write.
    boolean interrupted = Thread.interrupted();
    try {
      if (granted == working) {
        writePending();
      }
    } catch (RuntimeException e) {
      logger.info(
          "The {} projection stops with unwritten changes, which it will apply again: {}",
          projection.name(),
          ViewFault.describe(e));
    }
    closeCursor();
    refuseRetries();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuseRetries() {
    for (Retry retry = retries.poll(); retry != null; retry = retries.poll()) {
      retry.released().complete(false);
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
