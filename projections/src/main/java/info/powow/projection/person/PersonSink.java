package info.powow.projection.person;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonEvent.AvatarChanged;
import info.powow.domain.person.PersonEvent.PersonErased;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.image.ImageChanges;
import info.powow.projection.image.ImageViews;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projector.Projection;
import info.powow.projector.ViewFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Maintains profiles and settings.
public final class PersonSink implements Projection.Sink {
  private static final int KEPT = 2_000;

  private final PersonViews views;
  private final ImageViews images;

  /// In order of use, the least recently used first.
  private final Map<String, PersonView> kept = new LinkedHashMap<>(256, 0.75f, true);

  private final Map<String, ViewFault> unreadable = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private final Map<String, HandleView> handles = new HashMap<>();

  /// The handles of erased people, which lead to nobody any more.
  private final Map<String, String> freed = new HashMap<>();

  private final ImageChanges imageChanges = new ImageChanges();

  public PersonSink(PersonViews views, ImageViews images) {
    this.views = views;
    this.images = images;
  }

  /// Moves are the most frequent events of people, and places are read from the search index. So
  /// moves are neither loaded nor written here, and nobody waits for them.
  private static boolean isOfAView(LoggedEvent logged) {
    return logged.event() instanceof PersonEvent && !(logged.event() instanceof PlaceUpdated);
  }

  @Override
  public void load(List<LoggedEvent> events) {
    Set<String> missing = new LinkedHashSet<>();
    for (LoggedEvent logged : events) {
      if (isOfAView(logged) && !kept.containsKey(logged.stream())) {
        missing.add(logged.stream());
      }
    }
    ViewCollection.Found<PersonView> found = views.people().search(missing);
    for (String id : missing) {
      PersonView view = found.views().get(id);
      if (!found.faults().containsKey(id)) {
        kept.put(id, view == null ? PersonView.unknown(id) : view);
      }
    }
    unreadable.putAll(found.faults());
  }

  @Override
  public void apply(LoggedEvent logged) {
    if (!isOfAView(logged) || !(logged.event() instanceof PersonEvent event)) {
      return;
    }
    ViewFault fault = unreadable.remove(logged.stream());
    if (fault != null) {
      throw fault;
    }
    PersonView person = kept.get(logged.stream());
    if (person == null) {
      throw new ViewFault("person " + logged.stream() + " was not loaded");
    }
    if (logged.sequence() <= person.position()) {
      return;
    }
    PersonView after = person.after(event, logged.sequence());
    if (event instanceof AvatarChanged || event instanceof PersonErased) {
      imageChanges.personAvatar(person.id(), person.avatar(), after.avatar(), logged.sequence());
    }
    kept.put(person.id(), after);
    changed.add(person.id());
    if (event instanceof PersonErased) {
      handles.remove(person.handle());
      freed.put(person.handle(), person.id());
    }
    // After an erasure, the log has a stand-in for the handle.
    if (event instanceof ProfileCreated created
        && !created.handle().value().equals(PersonView.ERASED_HANDLE)) {
      String handle = created.handle().value();
      handles.put(handle, new HandleView(handle, person.id()));
    }
  }

  @Override
  public int pending() {
    return changed.size() + handles.size() + imageChanges.size();
  }

  @Override
  public void flush() {
    if (changed.isEmpty()) {
      return;
    }
    // First: the previous picture is known only until the person is written.
    images.images().write(imageChanges.writes());
    List<WriteModel<HandleView>> handleWrites = new ArrayList<>(handles.size());
    handles.values().forEach(handle -> handleWrites.add(ViewCollection.putting(handle)));
    views.handles().write(handleWrites);
    freed.forEach((handle, person) -> views.handles().delete(handle, "person", person));
    List<WriteModel<PersonView>> writes = new ArrayList<>(changed.size());
    for (String id : changed) {
      PersonView person = kept.get(id);
      if (person != null) {
        writes.add(ViewCollection.replacing(person));
      }
    }
    // Last: a written person implies a written handle.
    views.people().write(writes);
    imageChanges.clear();
    handles.clear();
    freed.clear();
    changed.clear();
    forgetOldest();
  }

  private void forgetOldest() {
    var oldestFirst = kept.keySet().iterator();
    while (kept.size() > KEPT) {
      oldestFirst.next();
      oldestFirst.remove();
    }
  }
}
