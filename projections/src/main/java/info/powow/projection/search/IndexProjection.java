package info.powow.projection.search;

import info.powow.eventlog.EventSource;
import info.powow.projection.skipped.LoggedSkips;
import info.powow.projector.CombinedSink;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projection;
import info.powow.projector.SkippedEvents;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Builds indexes from the log as one projection, so that the log is read once for all of them.
///
/// Each index has its own position and dead letters. An index that was deleted, or has a new
/// version, is filled from the beginning; applying old events again has no effect on the others.
public final class IndexProjection implements Projection {
  /// One of the indexes, and the sink that fills it.
  public record Part<D>(SearchIndex<D> index, Function<SearchIndex<D>, Sink> sinks) {
    private Sink sink() {
      return sinks.apply(index);
    }

    private IndexRebuild<D> rebuild(EventSource log, SkippedEvents skipped, Clock clock) {
      return new IndexRebuild<>(index, sinks, log, skipped, clock);
    }
  }

  private final String name;
  private final SearchCluster cluster;
  private final EventSource log;
  private final SkippedEvents skipped;
  private final List<Part<?>> parts;
  private final List<SearchIndex<?>> indexes;

  /// The log index from which readers may use an index, for indexes that are not served yet.
  private final Map<SearchIndex<?>, Long> servedFrom = new HashMap<>();

  public IndexProjection(String name, SearchCluster cluster, EventSource log, List<Part<?>> parts) {
    this.name = name;
    this.cluster = cluster;
    this.log = log;
    this.skipped = new LoggedSkips(log, name);
    this.parts = List.copyOf(parts);
    this.indexes = parts.stream().<SearchIndex<?>>map(Part::index).toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SkippedEvents skipped() {
    return skipped;
  }

  /// The indexes that can be rebuilt beside the live ones.
  List<IndexRebuild<?>> rebuilds(Clock clock) {
    return parts.stream().<IndexRebuild<?>>map(part -> part.rebuild(log, skipped, clock)).toList();
  }

  /// Removes from the files of the indexes what was deleted or replaced.
  public void purge() {
    indexes.forEach(SearchIndex::purge);
  }

  @Override
  public Sink newSink() {
    return parts.size() == 1
        ? parts.getFirst().sink()
        : new CombinedSink(parts.stream().map(Part::sink).toList());
  }

  /// Includes the versions: a node of another version writes to other indexes.
  @Override
  public String edition() {
    return name
        + indexes.stream().map(index -> "-" + index.version()).collect(Collectors.joining());
  }

  /// All streams are one segment: Elasticsearch does the work, and more threads would not help.
  ///
  /// Waits until Elasticsearch is found. An embedded node starts last, so this is no fault to
  /// report.
  @Override
  public long position(int segment, int segments) {
    requireOne(segments);
    try {
      cluster.awaitFound();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SearchUnavailable("Elasticsearch was not found before shutdown");
    }
    return prepared();
  }

  private static void requireOne(int segments) {
    if (segments != 1) {
      throw new IllegalArgumentException("an index is filled by one segment, not by " + segments);
    }
  }

  private synchronized long prepared() {
    long position = Long.MAX_VALUE;
    for (SearchIndex<?> index : indexes) {
      index.prepare();
      index.warmUp();
      position = Math.min(position, index.position());
      if (index.isServed()) {
        servedFrom.remove(index);
      } else {
        servedFrom.put(index, log.head());
      }
    }
    serveWhenCaughtUp(position);
    return position;
  }

  @Override
  public synchronized void savePosition(int segment, int segments, long position) {
    requireOne(segments);
    indexes.forEach(index -> index.savePosition(position));
    serveWhenCaughtUp(position);
  }

  private void serveWhenCaughtUp(long position) {
    for (SearchIndex<?> index : List.copyOf(servedFrom.keySet())) {
      if (position >= Objects.requireNonNull(servedFrom.get(index))) {
        index.serve();
        servedFrom.remove(index);
      }
    }
  }

  /// Only streams that are stopped in every index. An index that does not know a dead letter is
  /// being filled, and retries the stream.
  @Override
  public List<DeadLetter> deadLetters() {
    @Nullable Map<String, DeadLetter> known = null;
    for (SearchIndex<?> index : indexes) {
      Map<String, DeadLetter> letters = new HashMap<>();
      for (DeadLetter letter : index.deadLetters()) {
        if (known == null || known.containsKey(letter.stream())) {
          letters.put(letter.stream(), letter);
        }
      }
      known = letters;
    }
    return known == null ? List.of() : List.copyOf(known.values());
  }

  @Override
  public void park(DeadLetter letter) {
    indexes.forEach(index -> index.park(letter));
  }

  @Override
  public void release(String stream) {
    indexes.forEach(index -> index.release(stream));
  }
}
