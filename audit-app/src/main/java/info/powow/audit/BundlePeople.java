package info.powow.audit;

import info.powow.domain.PersonId;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/// The names and handles that the people of a bundle have today.
record BundlePeople(Map<PersonId, String> names, Map<PersonId, Handle> handles) {
  private static final int MAX_NAMES = 5_000;

  BundlePeople {
    names = Map.copyOf(names);
    handles = Map.copyOf(handles);
  }

  static BundlePeople read(EventSource log, Set<PersonId> people) {
    Map<PersonId, String> names = new HashMap<>();
    Map<PersonId, Handle> handles = new HashMap<>();
    people.stream()
        .limit(MAX_NAMES)
        .forEach(person -> {
          Iterator<LoggedEvent> profile = log.iterate(person.value(), 0);
          while (profile.hasNext()) {
            LoggedEvent event = profile.next();
            if (SeenMessages.isErased(event)) {
              names.remove(person);
              handles.remove(person);
            } else if (event.event() instanceof ProfileCreated created) {
              names.put(person, created.displayName());
              handles.put(person, created.handle());
            } else if (event.event() instanceof ProfileChanged changed) {
              names.put(person, changed.displayName());
            }
          }
        });
    return new BundlePeople(names, handles);
  }

  /// The name of a person, or their id if they have no name any more.
  String name(PersonId person) {
    return names.getOrDefault(person, person.value());
  }

  /// The name with the handle, if there is one.
  String nameAndHandle(PersonId person) {
    Handle handle = handles.get(person);
    return name(person) + (handle == null ? "" : " (@" + handle.value() + ")");
  }
}
