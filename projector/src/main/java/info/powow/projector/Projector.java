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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one [Projection] over the event log: first everything there is, then whatever comes.
///
/// The events of a stream are applied in their order. Streams are shared out among segments, each a
/// thread. What was applied is written together with what comes soon after, and at once when
/// somebody waits for it ([#awaitReached]).
///
/// Where several nodes share a log, each works on some of the segments ([ClaimKeeper]), and knows of
/// the others how far they are: what is said here of the projection is said of all its segments,
/// wherever they are.
///
/// A stream with an event that cannot be applied stops there and is kept as a [DeadLetter]; the
/// others go on. When the store or the log is away, all is tried again with growing pauses.
public final class Projector implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Projector.class);
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);

  /// Others may be waiting on other nodes.
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

  // guarded by lock
  private long startPosition = -1;
  private long startNanos;
  private long catchUpTo;

  /// @param node this one of several that share the work; null for one that does all of it
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

  /// Writes what is pending and ends.
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
  // asking

  /// Place in the log up to which all is written; -1 before the first answer of the store.
  public long reached() {
    return reached;
  }

  /// Waits until all up to this place of the log is written. What is applied but not written yet is
  /// written for this.
  ///
  /// @return false when it is not after this time, or cannot be at the moment because the store is
  ///     away
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

  /// Whether all up to this place is written, by what the store says now: one that was emptied a
  /// moment ago knows of nothing.
  public boolean isReached(long index) {
    return reached >= index && (keeper == null || keeper.confirms(index));
  }

  /// Waits until the projection has been at the head of the log since it was started.
  ///
  /// @return false when it has not after this time, or the store is away
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

  /// The streams that are stopped, by their place in the log; those of other nodes too, for which the
  /// store is asked.
  ///
  /// @throws RuntimeException when that is away
  public List<DeadLetter> deadLetters() {
    return (isShared() ? projection.deadLetters() : stoppedHere())
        .stream().sorted(Comparator.comparingLong(DeadLetter::index)).toList();
  }

  /// The streams that are stopped on this node.
  public List<DeadLetter> stoppedHere() {
    return segments.stream().flatMap(segment -> segment.deadLetters().stream()).toList();
  }

  /// The node that works on a stream; null when it is this one, or none at the moment.
  public @Nullable String otherNodeOf(String stream) {
    int segment = segmentOf(stream);
    return keeper == null || segments.get(segment).isGranted() ? null : keeper.ownerOf(segment);
  }

  /// How many segments this node works on.
  public int segmentsHere() {
    return (int) segments.stream().filter(Segment::isGranted).count();
  }

  /// Tries a stopped stream again, from the event on that could not be applied.
  ///
  /// @return whether the stream goes on; false too when another node works on it
  ///     ([#otherNodeOf]); fails when the store or the log is away
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
      // The log is away: what was known before is the best there is to say.
      logger.debug("the log does not tell its head", e);
    }
    return knownHead;
  }

  // -------------------------------------------------------------------------------- for the
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

  /// @throws ViewFault when the views were made from another log, or from one that was longer
  void requireWithinLog(long position) {
    long head = log.head();
    if (position > head) {
      throw new ViewFault(
          ("The %s projection has applied %d events, but the log has only %d. The views belong to another log, or the log"
                  + " was put back: delete the views, and they are made again from the log.")
              .formatted(name(), position, head));
    }
  }

  /// A segment of this node has got further.
  void segmentWrote() {
    if (keeper != null) {
      keeper.wake();
    }
    segmentReached();
  }

  /// Something has got further, or something stands in its way.
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
        reached = least;
        if (!caughtUp) {
          noteCatchingUp(least);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A segment is ready to be given back.
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
    // The log has grown in the meantime; what came last will have been written before anybody has
    // asked for it.
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
