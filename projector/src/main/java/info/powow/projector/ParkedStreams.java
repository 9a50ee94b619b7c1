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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The streams of a segment that stopped at an event that the projection cannot apply. All other
/// streams continue. An operator retries a stream once the cause is mended.
///
/// Everything but [#letters] and [#retry] belongs to the segment's thread.
final class ParkedStreams {
  private static final Logger logger = LoggerFactory.getLogger(ParkedStreams.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Projector projector;
  private final Projection projection;
  private final EventSource log;
  private final int segment;
  private final int batch;
  private final Map<String, DeadLetter> parked = new ConcurrentHashMap<>();
  private final Queue<Retry> retries = new ConcurrentLinkedQueue<>();
  private long lookedNanos;

  private record Retry(String stream, CompletableFuture<Boolean> released) {}

  /// @param batch how many events of a stream to read at once
  ParkedStreams(
      Projector projector, Projection projection, EventSource log, int segment, int batch) {
    this.projector = projector;
    this.projection = projection;
    this.log = log;
    this.segment = segment;
    this.batch = batch;
  }

  /// Loads what is parked.
  ///
  /// @param position up to where the segment has written
  void open(long position) {
    projection.skipped().refresh();
    for (DeadLetter letter : projection.deadLetters()) {
      if (projector.segmentOf(letter.stream()) != segment) {
        continue;
      }
      if (letter.index() > position) {
        // The segment reads this event again, and earlier events of the stream may not be written.
        projection.release(letter.stream());
      } else {
        parked.put(letter.stream(), letter);
      }
    }
    lookedNanos = System.nanoTime();
  }

  void forget() {
    parked.clear();
    refuseRetries();
  }

  void refuseRetries() {
    for (Retry retry = retries.poll(); retry != null; retry = retries.poll()) {
      retry.released().complete(false);
    }
  }

  boolean contains(String stream) {
    return parked.containsKey(stream);
  }

  List<DeadLetter> letters() {
    return List.copyOf(parked.values());
  }

  /// Requests that a stream is retried.
  ///
  /// @return whether it continues
  CompletableFuture<Boolean> retry(String stream) {
    Retry retry = new Retry(stream, new CompletableFuture<>());
    retries.add(retry);
    return retry.released();
  }

  /// Applies an event, or parks its stream. Leaves out an event that an operator has skipped.
  ///
  /// @return whether the stream continues
  boolean apply(Projection.Sink sink, LoggedEvent event) {
    if (isSkipped(event)) {
      return true;
    }
    try {
      // Decode it even if the projection ignores its type: an event that cannot be read must not be
      // skipped.
      event.event();
      sink.apply(event);
      return true;
    } catch (RuntimeException e) {
      // The cause may be a store that somebody emptied.
      projection.requireBegun(segment);
      // It may have been skipped since, while this rebuild was running.
      projection.skipped().refresh();
      if (isSkipped(event)) {
        return true;
      }
      park(event, e);
      return false;
    }
  }

  private boolean isSkipped(LoggedEvent event) {
    return projection.skipped().contains(event.stream(), event.sequence());
  }

  private void park(LoggedEvent event, RuntimeException cause) {
    DeadLetter before = parked.get(event.stream());
    DeadLetter letter =
        new DeadLetter(
            event.stream(),
            event.sequence(),
            before == null ? event.index() : before.index(),
            ViewFault.describe(cause),
            projector.now());
    projection.park(letter);
    parked.put(event.stream(), letter);
    logger.error(
        "The {} projection cannot apply event {} of stream {}. The stream stops there; all others continue: {}",
        projection.name(),
        event.sequence(),
        event.stream(),
        letter.cause());
  }

  /// Carries out the next retry that was requested.
  ///
  /// @return whether there was one, so that the sink holds other documents than before
  boolean retryNext(Projection.Sink sink) {
    Retry retry = retries.peek();
    if (retry == null) {
      return false;
    }
    try {
      retry.released().complete(release(sink, retry.stream()));
    } catch (RuntimeException e) {
      retry.released().completeExceptionally(e);
      throw e;
    } finally {
      retries.remove(retry);
    }
    return true;
  }

  /// Continues streams that another node released: one that had this segment and did not know yet
  /// that it had lost it.
  ///
  /// @return whether there were any, so that the sink holds other documents than before
  boolean followReleases(Projection.Sink sink) {
    if (parked.isEmpty() || !projector.isShared() || System.nanoTime() - lookedNanos < LOOK_NANOS) {
      return false;
    }
    lookedNanos = System.nanoTime();
    Set<String> released = new HashSet<>(parked.keySet());
    projection.deadLetters().forEach(letter -> released.remove(letter.stream()));
    released.forEach(stream -> release(sink, stream));
    return !released.isEmpty();
  }

  private boolean release(Projection.Sink sink, String stream) {
    DeadLetter letter = parked.get(stream);
    if (letter == null) {
      return true;
    }
    projection.skipped().refresh();
    long from = letter.sequence();
    List<LoggedEvent> events = log.read(stream, from, batch);
    while (!events.isEmpty()) {
      sink.load(readable(events));
      for (LoggedEvent event : events) {
        if (!apply(sink, event)) {
          write(sink);
          return false;
        }
      }
      from = events.getLast().sequence() + 1;
      events = log.read(stream, from, batch);
    }
    // The segment's position may already be past these events. Write them before the letter is
    // deleted.
    write(sink);
    projection.release(stream);
    parked.remove(stream);
    logger.info("The {} projection continues stream {}", projection.name(), stream);
    return true;
  }

  private void write(Projection.Sink sink) {
    if (sink.pending() > 0) {
      projection.requireBegun(segment);
    }
    sink.flush();
  }

  /// Without events that cannot be decoded. [#apply] finds them, and parks their streams.
  static List<LoggedEvent> readable(List<LoggedEvent> events) {
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
}
