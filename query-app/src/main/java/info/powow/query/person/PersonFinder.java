package info.powow.query.person;

import info.powow.domain.PersonId;
import info.powow.projection.person.HandleView;
import info.powow.projection.person.PersonView;
import info.powow.projection.person.PersonViews;
import info.powow.projection.person.SeenView;
import info.powow.query.ViewStoreBreaker;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds people.
public final class PersonFinder {
  private static final List<String> NAMES =
      List.of("displayName", "handle", "about", "interests", "avatar");

  private final PersonViews views;
  private final ViewStoreBreaker guard;

  PersonFinder(PersonViews views, ViewStoreBreaker guard) {
    this.views = views;
    this.guard = guard;
  }

  public Optional<PersonView> find(String person) {
    return Optional.ofNullable(guard.ask(() -> views.people().find(List.of(person)).get(person)));
  }

  /// Whether one of two people has blocked the other.
  public boolean eitherHasBlocked(PersonId one, PersonId other) {
    return hasBlocked(one, other) || hasBlocked(other, one);
  }

  private boolean hasBlocked(PersonId person, PersonId other) {
    return find(person.value()).map(PersonView::blocked).orElse(List.of()).contains(other.value());
  }

  /// Returns those that exist, by id, without their settings.
  public Map<String, PersonView> named(Collection<String> people) {
    return guard.ask(() -> views.people().find(people, NAMES));
  }

  Optional<PersonView> withHandle(String handle) {
    return guard.ask(() -> {
      HandleView owner = views.handles().find(handle);
      return owner == null
          ? Optional.empty()
          : Optional.ofNullable(views.people().find(owner.person()));
    });
  }

  @Nullable Instant lastSeen(String person) {
    SeenView seen = guard.ask(() -> views.seen().find(List.of(person)).get(person));
    return seen == null || seen.latest().equals(Instant.EPOCH) ? null : seen.latest();
  }
}
