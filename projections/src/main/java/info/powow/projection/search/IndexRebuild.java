package info.powow.projection.search;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projection;
import info.powow.projector.ViewFault;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills an index anew from the log beside the live one, and lets it take the live one's place.
///
/// The projection goes on writing to the live one meanwhile, on whichever node it runs. When the new
/// one is nearly at the head of the log, it is written down how far it is, and it takes the place of
/// the old one, which is dropped: that is how the projection learns of it, and it goes on with the
/// new one from what was written down. What it wrote to the old one until then is filled in here.
/// Since the newest version of a document wins, it does not matter who writes first.
final class IndexRebuild<D> {
  private static final Logger log = LoggerFactory.getLogger(IndexRebuild.class);
  private static final int BATCH = 1_000;
  private static final int PENDING = 5_000;
  private static final int COMPARED = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final SearchIndex<D> live;
  private final Function<SearchIndex<D>, Projection.Sink> sinks;
  private final EventSource events;
  private final Clock clock;
  private volatile @Nullable SearchIndex<D> beside;
  private volatile long reached;
  private volatile long upTo;
  private volatile @Nullable Difference difference;

  IndexRebuild(
      SearchIndex<D> live,
      Function<SearchIndex<D>, Projection.Sink> sinks,
      EventSource events,
      Clock clock) {
    this.live = live;
    this.sinks = sinks;
    this.events = events;
    this.clock = clock;
  }

  /// How the new index was otherwise than the old one, when it took its place.
  ///
  /// @param before documents in the old one
  /// @param after documents in the new one
  /// @param compared how many of the new ones were looked up in the old one
  /// @param differing how many of these were otherwise there, or not there
  record Difference(long before, long after, long compared, int differing) {}

  /// What is known of an index.
  ///
  /// @param index the one that readers search
  /// @param filling the one that is being filled beside it
  /// @param behind how many events that one lacks
  /// @param last how the last rebuild ended
  record Status(
      String alias,
      String index,
      @Nullable String filling,
      @Nullable Long behind,
      @Nullable Difference last) {}

  String alias() {
    return live.alias();
  }

  Status status() {
    SearchIndex<D> filling = beside;
    return new Status(
        live.alias(),
        live.served().name(),
        filling == null ? null : filling.name(),
        filling == null ? null : Long.valueOf(Math.max(0, upTo - reached)),
        difference);
  }

  boolean isRunning() {
    return beside != null;
  }

  /// Does it, for as long as it takes.
  ///
  /// @throws SearchUnavailable when Elasticsearch is away: then all stays as it was, or the new one lacks
  ///     what the projection fills in with the next event
  synchronized void run() {
    SearchIndex<D> old = live.served();
    SearchIndex<D> filled = live.begin();
    boolean taken = false;
    beside = filled;
    reached = 0;
    try (EventSource.Cursor cursor = events.openAfter(0)) {
      Projection.Sink sink = sinks.apply(filled);
      Map<String, DeadLetter> stopped = new HashMap<>();
      do {
        fill(cursor, sink, stopped);
      } while (events.head() - reached > BATCH);
      stopped.values().forEach(filled::park);
      filled.savePosition(reached);
      long count = filled.count();
      difference =
          new Difference(
              old.count(), count, Math.min(count, COMPARED), filled.differing(old, COMPARED));
      filled.replace();
      taken = true;
      fill(cursor, sink, stopped);
      log.info("The search index {} was filled anew: {}", filled.name(), difference);
    } catch (RuntimeException failed) {
      log.warn(
          "The search index {} was not filled anew: {}", live.alias(), ViewFault.describe(failed));
      if (!taken) {
        filled.drop();
      }
      throw failed;
    } finally {
      beside = null;
    }
  }

  /// Up to what is the head of the log now.
  private void fill(
      EventSource.Cursor cursor, Projection.Sink sink, Map<String, DeadLetter> stopped) {
    upTo = events.head();
    try {
      while (reached < upTo) {
        List<LoggedEvent> batch = cursor.poll(BATCH);
        if (batch.isEmpty()) {
          cursor.await(TIMEOUT);
          continue;
        }
        List<LoggedEvent> readable =
            batch.stream().filter(event -> !stopped.containsKey(event.stream())).toList();
        sink.load(readable);
        for (LoggedEvent event : readable) {
          apply(sink, event, stopped);
        }
        if (sink.pending() >= PENDING) {
          sink.flush();
        }
        reached = batch.getLast().index();
      }
      sink.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SearchUnavailable("the server is stopping");
    }
  }

  /// As in the running projection, an event that cannot be applied stops its stream only.
  private void apply(Projection.Sink sink, LoggedEvent event, Map<String, DeadLetter> stopped) {
    if (stopped.containsKey(event.stream())) {
      return;
    }
    try {
      sink.apply(event);
    } catch (RuntimeException fault) {
      stopped.put(
          event.stream(),
          new DeadLetter(
              event.stream(),
              event.sequence(),
              event.index(),
              ViewFault.describe(fault),
              clock.instant()));
      log.error(
          "Event {} of stream {} cannot be indexed: {}",
          event.sequence(),
          event.stream(),
          ViewFault.describe(fault));
    }
  }
}
