package info.powow.projection.search;

import info.powow.eventlog.LoggedEvent;
import info.powow.projection.search.SearchIndex.Versioned;
import info.powow.projector.Projection;
import info.powow.projector.ViewFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Maintains one document per stream: the fold of its events.
public final class StreamSink<D> implements Projection.Sink {
  private static final int KEPT = 5_000;

  /// Folds an event into a document.
  public interface Fold<D> {
    /// @param before null for the first event of a stream
    D after(@Nullable D before, Object event);
  }

  private final SearchIndex<D> index;
  private final Set<String> types;
  private final Fold<D> fold;

  /// In order of use, the least recently used first.
  private final Map<String, Versioned<D>> kept = new LinkedHashMap<>(256, 0.75f, true);

  private final Set<String> changed = new LinkedHashSet<>();

  /// @param types the names of relevant events; the first event of each stream must be one
  public StreamSink(SearchIndex<D> index, Set<String> types, Fold<D> fold) {
    this.index = index;
    this.types = Set.copyOf(types);
    this.fold = fold;
  }

  /// A stream that begins in this batch has no earlier document.
  @Override
  public void load(List<LoggedEvent> events) {
    Set<String> known = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>();
    for (LoggedEvent logged : events) {
      if (!types.contains(logged.type())) {
        continue;
      }
      String stream = logged.stream();
      if (logged.sequence() == 0) {
        known.add(stream);
      } else if (!kept.containsKey(stream) && !known.contains(stream)) {
        missing.add(stream);
      }
    }
    kept.putAll(index.read(missing));
  }

  @Override
  public void apply(LoggedEvent logged) {
    if (!types.contains(logged.type())) {
      return;
    }
    String stream = logged.stream();
    Versioned<D> before = kept.get(stream);
    if (before == null && logged.sequence() > 0) {
      throw new ViewFault("what " + stream + " was before is not in the index");
    }
    if (before != null && logged.sequence() <= before.version()) {
      return;
    }
    D after = fold.after(before == null ? null : before.document(), logged.event());
    kept.put(stream, new Versioned<>(stream, after, logged.sequence()));
    changed.add(stream);
  }

  @Override
  public int pending() {
    return changed.size();
  }

  @Override
  public void flush() {
    if (changed.isEmpty()) {
      return;
    }
    Map<String, Versioned<D>> writes = new HashMap<>();
    for (String stream : changed) {
      Versioned<D> document = kept.get(stream);
      if (document != null) {
        writes.put(stream, document);
      }
    }
    index.write(new ArrayList<>(writes.values()));
    changed.clear();
    var oldestFirst = kept.keySet().iterator();
    while (kept.size() > KEPT) {
      oldestFirst.next();
      oldestFirst.remove();
    }
  }
}
