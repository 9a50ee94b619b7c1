package info.powow.projection.search;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projection;
import info.powow.projector.SkippedEvents;
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

/// Rebuilds an index from the log beside the live one, and then replaces the live one.
///
/// Meanwhile, the projection continues to write to the live index, on whichever node it runs. When
/// the new index is nearly at the head of the log, its position is stored, and it replaces the old
/// index, which is dropped. The projection notices this and continues with the new index from the
/// stored position. Events that it wrote only to the old index are filled in here. The newest
/// version of a document wins, so the order of writes does not matter.
final class IndexRebuild<D> {
  private static final Logger log = LoggerFactory.getLogger(IndexRebuild.class);
  private static final int BATCH = 1_000;
  private static final int PENDING = 5_000;
  private static final int COMPARED = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final SearchIndex<D> live;
  private final Function<SearchIndex<D>, Projection.Sink> sinks;
  private final EventSource events;
  private final SkippedEvents skipped;
  private final Clock clock;
  private volatile @Nullable SearchIndex<D> beside;
  private volatile long reached;
  private volatile long upTo;
  private volatile @Nullable Difference difference;

  IndexRebuild(
      SearchIndex<D> live,
      Function<SearchIndex<D>, Projection.Sink> sinks,
      EventSource events,
      SkippedEvents skipped,
      Clock clock) {
    this.live = live;
    this.sinks = sinks;
    this.events = events;
    this.skipped = skipped;
    this.clock = clock;
  }

  /// How the new index differed from the old one.
  ///
  /// @param before documents in the old index
  /// @param after documents in the new index
  /// @param compared the number of new documents that were looked up in the old index
  /// @param differing how many of these differed or were missing
  record Difference(long before, long after, long compared, int differing) {}

  /// The status of an index.
  ///
  /// @param index the one that readers use
  /// @param filling the one that is being filled beside it
  /// @param behind the number of events that the latter lacks
  /// @param last the result of the last rebuild
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

  /// Runs the rebuild to its end.
  ///
  /// @throws SearchUnavailable if Elasticsearch is unavailable: then nothing changes, or the
  ///     projection fills in the rest of the new index with the next event
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
      log.info("Rebuilt the search index {}: {}", filled.name(), difference);
    } catch (RuntimeException failed) {
      log.warn("Cannot rebuild the search index {}: {}", live.alias(), ViewFault.describe(failed));
      if (!taken) {
        filled.drop();
      }
      throw failed;
    } finally {
      beside = null;
    }
  }

  /// Fills up to the current head of the log.
  private void fill(
      EventSource.Cursor cursor, Projection.Sink sink, Map<String, DeadLetter> stopped) {
    upTo = events.head();
    skipped.refresh();
    try {
      while (reached < upTo) {
        List<LoggedEvent> batch = cursor.poll(BATCH);
        if (batch.isEmpty()) {
          cursor.await(TIMEOUT);
          continue;
        }
        List<LoggedEvent> readable =
            batch.stream()
                .filter(event ->
                    !stopped.containsKey(event.stream())
                        && !skipped.contains(event.stream(), event.sequence()))
                .toList();
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

  /// As in the running projection, an event that cannot be applied stops only its stream.
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
