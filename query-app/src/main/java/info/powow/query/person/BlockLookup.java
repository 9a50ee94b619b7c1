package info.powow.query.person;

import info.powow.projection.person.MarksView;
import info.powow.projection.person.PersonView;
import info.powow.projection.person.PersonViews;
import info.powow.query.ViewStoreBreaker;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks up blocks between people.
public final class BlockLookup {
  private final PersonViews views;
  private final ViewStoreBreaker guard;

  BlockLookup(PersonViews views, ViewStoreBreaker guard) {
    this.views = views;
    this.guard = guard;
  }

  public boolean apart(String one, String other) {
    return guard.ask(() -> {
      Map<String, PersonView> both = views.people().find(List.of(one, other));
      return has(both.get(one), other) || has(both.get(other), one);
    });
  }

  private static boolean has(@Nullable PersonView person, String blocked) {
    return person != null && person.blocked().contains(blocked);
  }

  /// Everybody on the other side of a block with a person, in either direction.
  public Set<String> of(String person) {
    Set<String> apart = new HashSet<>(blockedBy(person));
    apart.addAll(by(person));
    return apart;
  }

  /// The people whom a person has blocked.
  public Set<String> by(String person) {
    return guard.ask(() -> {
      PersonView view = views.people().find(person);
      return view == null ? Set.of() : Set.copyOf(view.blocked());
    });
  }

  /// The people who have blocked a person.
  public Set<String> blockedBy(String person) {
    return guard.ask(() -> {
      MarksView blockers = views.blockers().find(person);
      return blockers == null ? Set.of() : Set.copyOf(blockers.marks().keySet());
    });
  }
}
