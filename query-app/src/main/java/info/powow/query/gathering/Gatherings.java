package info.powow.query.gathering;

import info.powow.domain.GatheringId;
import info.powow.domain.gathering.Gathering;
import info.powow.projection.gathering.CalendarView;
import info.powow.projection.gathering.GatheringViews;
import info.powow.projection.mongo.StateView;
import info.powow.query.ViewStoreBreaker;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds gatherings by id and by person.
public final class Gatherings {
  private final GatheringViews views;
  private final ViewStoreBreaker guard;

  Gatherings(GatheringViews views, ViewStoreBreaker guard) {
    this.views = views;
    this.guard = guard;
  }

  /// Returns those that exist.
  public Map<String, Gathering.Published> find(Collection<String> ids) {
    Map<String, StateView<Gathering>> found = guard.ask(() -> views.gatherings().find(ids));
    Map<String, Gathering.Published> published = new HashMap<>();
    found.forEach((id, view) -> {
      if (view.state() instanceof Gathering.Published each) {
        published.put(id, each);
      }
    });
    return published;
  }

  /// The gatherings that a person hosts, also those that are over or cancelled.
  public List<GatheringId> hostedBy(String person) {
    CalendarView calendar = guard.ask(() -> views.calendars().find(List.of(person)).get(person));
    return calendar == null
        ? List.of()
        : calendar.gatherings().entrySet().stream()
            .filter(each -> each.getValue().equals(CalendarView.HOST))
            .map(each -> new GatheringId(each.getKey()))
            .toList();
  }

  /// The ids of the gatherings that a person hosts, attends or is interested in.
  Collection<String> of(String person) {
    CalendarView calendar = guard.ask(() -> views.calendars().find(List.of(person)).get(person));
    return calendar == null ? List.of() : calendar.gatherings().keySet();
  }
}
