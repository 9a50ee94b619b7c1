package info.powow.projection.mongo;

import com.mongodb.client.model.WriteModel;
import info.powow.eventlog.LoggedEvent;
import info.powow.projector.Projection;
import info.powow.projector.SkippedEvents;
import info.powow.projector.ViewFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// Maintains one view per stream: the domain state that its events fold into.
public final class StateSink<S, E> implements Projection.Sink {
  private static final int KEPT = 1_000;

  /// Writes what follows from the changes of a state, before the state itself: what it was before is
  /// known only until then.
  public interface Companion<S> {
    void changed(String stream, S before, S after, long sequence);

    int pending();

    void flush();

    static <S> Companion<S> none() {
      return new Companion<>() {
        @Override
        public void changed(String stream, S before, S after, long sequence) {
          // Nothing follows.
        }

        @Override
        public int pending() {
          return 0;
        }

        @Override
        public void flush() {
          // Nothing is pending.
        }
      };
    }
  }

  private final ViewCollection<StateView<S>> views;
  private final Class<E> family;
  private final S beginning;
  private final BiFunction<S, E, S> evolve;
  private final SkippedEvents skipped;
  private final Companion<S> companion;

  /// In order of use, the least recently used first.
  private final Map<String, StateView<S>> kept = new LinkedHashMap<>(64, 0.75f, true);

  private final Map<String, ViewFault> unreadable = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  public StateSink(
      ViewCollection<StateView<S>> views,
      Class<E> family,
      S beginning,
      BiFunction<S, E, S> evolve,
      SkippedEvents skipped) {
    this(views, family, beginning, evolve, skipped, Companion.none());
  }

  public StateSink(
      ViewCollection<StateView<S>> views,
      Class<E> family,
      S beginning,
      BiFunction<S, E, S> evolve,
      SkippedEvents skipped,
      Companion<S> companion) {
    this.views = views;
    this.family = family;
    this.beginning = beginning;
    this.evolve = evolve;
    this.skipped = skipped;
    this.companion = companion;
  }

  @Override
  public void load(List<LoggedEvent> events) {
    Set<String> missing = new LinkedHashSet<>();
    for (LoggedEvent logged : events) {
      if (family.isInstance(logged.event()) && !kept.containsKey(logged.stream())) {
        missing.add(logged.stream());
      }
    }
    ViewCollection.Found<StateView<S>> found = views.search(missing);
    for (String id : missing) {
      StateView<S> view = found.views().get(id);
      if (!found.faults().containsKey(id)) {
        kept.put(id, view == null ? new StateView<>(id, -1, beginning) : view);
      }
    }
    unreadable.putAll(found.faults());
  }

  @Override
  public void apply(LoggedEvent logged) {
    if (!family.isInstance(logged.event())) {
      return;
    }
    String stream = logged.stream();
    ViewFault fault = unreadable.remove(stream);
    if (fault != null) {
      throw fault;
    }
    StateView<S> view = kept.get(stream);
    if (view == null || logged.sequence() > skipped.next(stream, view.position())) {
      throw new ViewFault(stream + " lacks what was before " + logged.sequence());
    }
    if (logged.sequence() > view.position()) {
      S state = evolve.apply(view.state(), family.cast(logged.event()));
      companion.changed(stream, view.state(), state, logged.sequence());
      kept.put(stream, new StateView<>(stream, logged.sequence(), state));
      changed.add(stream);
    }
  }

  @Override
  public int pending() {
    return changed.size() + companion.pending();
  }

  @Override
  public void flush() {
    companion.flush();
    List<WriteModel<StateView<S>>> writes = new ArrayList<>(changed.size());
    for (String id : changed) {
      StateView<S> view = kept.get(id);
      if (view != null) {
        writes.add(ViewCollection.replacing(view));
      }
    }
    views.write(writes);
    changed.clear();
    var oldestFirst = kept.keySet().iterator();
    while (kept.size() > KEPT) {
      oldestFirst.next();
      oldestFirst.remove();
    }
  }
}
