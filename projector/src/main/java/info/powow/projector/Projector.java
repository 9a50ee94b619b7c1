package info.powow.projector;

import info.powow.eventlog.EventSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one [Projection] over the event log: first the existing events, then new ones as they
/// arrive.
///
/// The events of a stream are applied in order. Streams are distributed over segments, each with a
/// thread. Applied events are written together with the next ones, or at once if somebody waits for
/// them ([#awaitReached]).
///
/// If several nodes share a log, each works on some of the segments ([ClaimKeeper]) and tracks the
/// progress of the others. Methods of this class cover all segments, on whichever node.
///
/// A stream with an event that cannot be applied stops there, as a [DeadLetter]; the others
/// continue. While the store or the log is unavailable, everything is retried with growing pauses.
public final class Projector implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Projector.class);
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);

  /// Used with a shared log, because readers on other nodes may be waiting.
  private static final Duration SHARED_DELAY = Duration.ofMillis(25);

  private final Projection projection;
  private final EventSource log;
  private final ProjectorOptions options;
  private final Clock clock;
  private final List<Segment> segments;
  private final @Nullable ClaimKeeper keeper;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile long demanded;
  private volatile long reached = -1;
  private volatile long knownHead;
  private volatile boolean closed;
  private volatile boolean caughtUp;
  private volatile double eventsPerSecond;
  private volatile @Nullable Thread reporter;
  private volatile LongConsumer reachedListener = _ -> {};

  // guarded by lock
  private long startPosition = -1;
  private long startNanos;
  private long catchUpTo;

  /// @param node this node, if several share the work; null if it does all of it
  public Projector(
      Projection projection,
      EventSource log,
      ProjectorOptions wanted,
      Clock clock,
      MeterRegistry registry,
      @Nullable ProjectorNode node) {
    this.projection = projection;
    this.log = log;
    this.options =
        node == null || wanted.delay().compareTo(SHARED_DELAY) < 0
            ? wanted
            : wanted.withDelay(SHARED_DELAY);
    this.clock = clock;
    ProjectorMetrics metrics = new ProjectorMetrics(registry, this);
    this.segments =
        IntStream.range(0, options.segments())
            .mapToObj(i -> new Segment(this, projection, log, options, metrics, i))
            .toList();
    if (node == null) {
      this.keeper = null;
      segments.forEach(segment -> segment.grant(1));
    } else {
      Claims claims = node.store().claims(projection.edition(), options.segments());
      this.keeper = new ClaimKeeper(this, segments, claims, node);
    }
  }

  public String name() {
    return projection.name();
  }

  public void start() {
    segments.forEach(Segment::start);
    if (keeper != null) {
      keeper.start();
    }
    reporter = Thread.ofVirtual().name("powow-" + name() + "-progress").start(this::report);
  }

  /// Writes pending documents and stops.
  @Override
  public void close() {
    closed = true;
    signal();
    Thread reporting = reporter;
    if (reporting != null) {
      reporting.interrupt();
    }
    segments.forEach(Segment::stop);
    if (keeper != null) {
      keeper.stop();
    }
  }

  // ------------------------------------------------------------------------------------------
  // progress

  /// Registers the listener for progress. It is called with [#reached] whenever that changes, and
  /// must be fast.
  public void onReached(LongConsumer listener) {
    reachedListener = listener;
  }

  /// The log index up to which everything is written; -1 before the store's first answer.
  public long reached() {
    return reached;
  }

  /// Waits until everything up to an index is written. Triggers a write of events that are applied
  /// but not yet written.
  ///
  /// @return false if the timeout expired, or the store is unavailable
  public boolean awaitReached(long index, Duration timeout) throws InterruptedException {
    if (reached >= index) {
      return true;
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    if (keeper != null) {
      keeper.waits();
    }
    lock.lock();
    try {
      if (demanded < index) {
        demanded = index;
      }
      segments.forEach(Segment::wake);
      while (reached < index && !closed && failing() == null) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        changed.awaitNanos(left);
      }
      return reached >= index;
    } finally {
      lock.unlock();
      if (keeper != null) {
        keeper.waitsNoMore();
      }
    }
  }

  /// Whether everything up to an index is written, according to the store at this moment. A store
  /// that was just emptied has nothing.
  public boolean isReached(long index) {
    return reached >= index && (keeper == null || keeper.confirms(index));
  }

  /// Waits until the projection has reached the head of the log since startup.
  ///
  /// @return false if the timeout expired, or the store is unavailable
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lock();
    try {
      while (!caughtUp && !closed && failing() == null) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        changed.awaitNanos(left);
      }
      return caughtUp;
    } finally {
      lock.unlock();
    }
  }

  public Progress progress() {
    return new Progress(
        Math.max(reached, 0), headOrLastKnown(), eventsPerSecond, caughtUp, failing());
  }

  /// The stopped streams of all nodes, in the order of the log. Reads from the store.
  ///
  /// @throws RuntimeException if the store is unavailable, or has not answered yet
  public List<DeadLetter> deadLetters() {
    List<DeadLetter> stopped = isShared() ? projection.deadLetters() : stoppedHere();
    if (!isShared() && segments.stream().anyMatch(segment -> segment.reached() < 0)) {
      throw new IllegalStateException("the store of the " + name() + " has not answered yet");
    }
    return stopped.stream().sorted(Comparator.comparingLong(DeadLetter::index)).toList();
  }

  /// The stopped streams of this node.
  public List<DeadLetter> stoppedHere() {
    return segments.stream().flatMap(segment -> segment.deadLetters().stream()).toList();
  }

  /// The node that works on a stream; null if it is this node, or none at the moment.
  public @Nullable String otherNodeOf(String stream) {
    int segment = segmentOf(stream);
    return keeper == null || segments.get(segment).isGranted() ? null : keeper.ownerOf(segment);
  }

  /// The number of segments that this node works on.
  public int segmentsHere() {
    return (int) segments.stream().filter(Segment::isGranted).count();
  }

  /// Retries a stopped stream, starting with the event that could not be applied.
  ///
  /// @return whether the stream continues; also false if another node works on it ([#otherNodeOf]);
  ///     fails if the store or the log is unavailable
  public CompletableFuture<Boolean> retry(String stream) {
    Segment segment = segments.get(segmentOf(stream));
    return segment.isGranted() ? segment.retry(stream) : CompletableFuture.completedFuture(false);
  }

  private @Nullable String failing() {
    for (Segment segment : segments) {
      String failing = segment.failing();
      if (failing != null) {
        return failing;
      }
    }
    return keeper == null ? null : keeper.failing();
  }

  private long headOrLastKnown() {
    try {
      knownHead = log.head();
    } catch (RuntimeException e) {
      // The log is unavailable: return the last known state.
      logger.debug("the log does not tell its head", e);
    }
    return knownHead;
  }

  // -------------------------------------------------------------------------------- called by
  // segments

  boolean isClosed() {
    return closed;
  }

  boolean isShared() {
    return keeper != null;
  }

  long demanded() {
    return demanded;
  }

  Instant now() {
    return clock.instant();
  }

  int segmentOf(String stream) {
    int hash = stream.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), options.segments());
  }

  /// @throws ViewFault if the views were built from another log, or from a longer one
  void requireWithinLog(long position) {
    long head = log.head();
    if (position > head) {
      throw new ViewFault(
          ("The %s projection has applied %d events, but the log has only %d. The views belong to another log, or the log"
                  + " was replaced by an older one. Delete the views to rebuild them from the log.")
              .formatted(name(), position, head));
    }
  }

  /// Called when a segment of this node made progress.
  void segmentWrote() {
    if (keeper != null) {
      keeper.wake();
    }
    segmentReached();
  }

  /// Called when a segment made progress or failed.
  void segmentReached() {
    lock.lock();
    try {
      long least = Long.MAX_VALUE;
      for (Segment segment : segments) {
        least = Math.min(least, reachedOf(segment));
      }
      if (least >= 0) {
        if (startPosition < 0) {
          startPosition = least;
          catchUpTo = headOrLastKnown();
          startNanos = System.nanoTime();
        }
        if (reached != least) {
          reached = least;
          reachedListener.accept(least);
        }
        if (!caughtUp) {
          noteCatchingUp(least);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Called when a segment is ready to be released.
  void segmentHandedOver() {
    if (keeper != null) {
      keeper.handedOver();
    }
  }

  private long reachedOf(Segment segment) {
    long here = segment.reached();
    return here >= 0 || keeper == null ? here : keeper.reached(segment.number());
  }

  private void noteCatchingUp(long least) {
    long nanos = System.nanoTime() - startNanos;
    if (nanos > 0 && least > startPosition) {
      eventsPerSecond = (least - startPosition) * 1e9 / nanos;
    }
    if (least < catchUpTo) {
      return;
    }
    // The log has grown in the meantime. The newest events will be written before anybody reads
    // them.
    catchUpTo = headOrLastKnown();
    if (catchUpTo - least <= options.batch()) {
      caughtUp = true;
      logger.info(
          "{}: caught up with the log at event {}; {} events in {} ms",
          name(),
          least,
          least - startPosition,
          nanos / 1_000_000);
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void report() {
    try {
      while (!closed && !caughtUp) {
        Thread.sleep(PROGRESS_INTERVAL);
        if (!caughtUp && reached >= 0) {
          logger.info("{}", progress().line(name()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
