package info.powow.projection.search;

import info.powow.projection.EventSource;
import info.powow.projection.LoggedEvent;
import info.powow.projection.Projection;
import info.powow.projection.ViewFault;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills an index anew from the log beside the live one, and lets it take the live one's place.
///
/// What happens meanwhile is written to both by the projection that is running; what was before is
/// read here. Since the newest version of a document wins, it does not matter who writes first.
final class IndexRebuild<D> {
  private static final Logger log = LoggerFactory.getLogger(IndexRebuild.class);
  private static final int BATCH = 1_000;
  private static final int PENDING = 5_000;
  private static final int COMPARED = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final SearchIndex<D> live;
  private final Function<SearchIndex<D>, Projection.Sink> sinks;
  private final EventSource events;
  private volatile @Nullable SearchIndex<D> beside;
  private volatile long reached;
  private volatile long upTo;
  private volatile @Nullable Difference difference;

  IndexRebuild(
      SearchIndex<D> live, Function<SearchIndex<D>, Projection.Sink> sinks, EventSource events) {
    this.live = live;
    this.sinks = sinks;
    this.events = events;
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
        live.name(),
        filling == null ? null : filling.name(),
        filling == null ? null : Long.valueOf(Math.max(0, upTo - reached)),
        difference);
  }

  boolean isRunning() {
    return beside != null;
  }

  /// Does it, for as long as it takes.
  ///
  /// @throws SearchAway when Elasticsearch is away: then all stays as it was
  synchronized void run() {
    SearchIndex<D> filled = live.begin();
    beside = filled;
    try {
      // Read after the beginning: what is later is written to both.
      upTo = events.head();
      reached = 0;
      fill(filled);
      long count = filled.count();
      difference =
          new Difference(
              live.count(), count, Math.min(count, COMPARED), filled.differing(live, COMPARED));
      live.take(filled);
      log.info("The search index {} was filled anew: {}", live.name(), difference);
    } catch (RuntimeException failed) {
      log.warn(
          "The search index {} was not filled anew: {}", live.name(), ViewFault.describe(failed));
      live.abandon(filled);
      throw failed;
    } finally {
      beside = null;
    }
  }

  private void fill(SearchIndex<D> filled) {
    Projection.Sink sink = sinks.apply(filled);
    Set<String> stopped = new HashSet<>();
    try (EventSource.Cursor cursor = events.openAfter(0)) {
      while (reached < upTo) {
        List<LoggedEvent> batch = cursor.poll(BATCH);
        if (batch.isEmpty()) {
          cursor.await(PATIENCE);
          continue;
        }
        List<LoggedEvent> readable =
            batch.stream().filter(event -> !stopped.contains(event.stream())).toList();
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
      throw new SearchAway("the server is stopping");
    }
  }

  /// As in the running projection, an event that cannot be applied stops its stream only.
  private static void apply(Projection.Sink sink, LoggedEvent event, Set<String> stopped) {
    if (stopped.contains(event.stream())) {
      return;
    }
    try {
      sink.apply(event);
    } catch (RuntimeException fault) {
      stopped.add(event.stream());
      log.error(
          "Event {} of stream {} cannot be indexed: {}",
          event.sequence(),
          event.stream(),
          ViewFault.describe(fault));
    }
  }
}
