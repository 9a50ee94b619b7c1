package info.powow.query.notification;

import info.powow.domain.CampaignId;
import info.powow.domain.PersonId;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignIds;
import info.powow.domain.campaign.FindCampaigns;
import info.powow.domain.mail.FindSubscribers;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.mail.Subscribers;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.FindDevices;
import info.powow.domain.notification.NotificationPreferences;
import info.powow.projection.mongo.StateView;
import info.powow.projection.notification.NotificationViews;
import info.powow.projection.person.MarksView;
import info.powow.projection.person.PersonViews;
import info.powow.query.ViewStoreBreaker;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Reads the settings and devices of people.
final class NotificationReader {
  private static final Comparator<Device.Registered> NEWEST_FIRST =
      Comparator.comparing(Device.Registered::registeredAt).reversed();

  private static final Comparator<Map.Entry<String, MarksView.Mark>> MARKED_LAST =
      Comparator.comparing((Map.Entry<String, MarksView.Mark> mark) -> mark.getValue().at())
          .reversed();

  private final NotificationViews views;
  private final PersonViews people;
  private final ViewStoreBreaker guard;

  NotificationReader(NotificationViews views, PersonViews people, ViewStoreBreaker guard) {
    this.views = views;
    this.people = people;
    this.guard = guard;
  }

  NotificationPreferences preferences(PersonId person) {
    return Objects.requireNonNull(preferences(List.of(person)).get(person));
  }

  /// Has an entry for each of the given people.
  Map<PersonId, NotificationPreferences> preferences(Collection<PersonId> of) {
    Map<String, StateView<NotificationPreferences>> found =
        guard.ask(() ->
            views.preferences().find(of.stream().map(NotificationViews::preferencesOf).toList()));
    Map<PersonId, NotificationPreferences> preferences = new HashMap<>();
    for (PersonId person : of) {
      StateView<NotificationPreferences> view = found.get(NotificationViews.preferencesOf(person));
      preferences.put(person, view == null ? NotificationPreferences.DEFAULT : view.state());
    }
    return preferences;
  }

  Mailbox mailbox(PersonId person) {
    String id = NotificationViews.mailboxOf(person);
    StateView<Mailbox> view = guard.ask(() -> views.mailboxes().find(List.of(id))).get(id);
    return view == null ? Mailbox.EMPTY : view.state();
  }

  CampaignIds campaigns(FindCampaigns query) {
    CampaignId before = query.before();
    return new CampaignIds(
        guard
            .ask(() ->
                views
                    .campaigns()
                    .before(before == null ? null : Campaign.streamOf(before), query.max()))
            .stream()
            .map(view -> NotificationViews.campaignOf(view.id()))
            .toList());
  }

  Subscribers subscribers(FindSubscribers query) {
    PersonId after = query.after();
    List<StateView<Mailbox>> found =
        guard.ask(() ->
            views
                .mailboxes()
                .after(after == null ? "" : NotificationViews.mailboxOf(after), query.max()));
    return new Subscribers(
        found.stream()
            .filter(view -> view.state().forTopic(query.topic()) != null)
            .map(view -> NotificationViews.ownerOfMailbox(view.id()))
            .toList(),
        found.size() < query.max() ? null : NotificationViews.ownerOfMailbox(found.getLast().id()));
  }

  List<Device.Registered> devices(PersonId person) {
    return devices(List.of(person)).getOrDefault(person, List.of());
  }

  /// Of each of these who has any.
  Map<PersonId, List<Device.Registered>> devices(Collection<PersonId> of) {
    Map<String, MarksView> marks =
        guard.ask(() -> people.devices().find(of.stream().map(PersonId::value).toList()));
    // Only the newest are looked up, however many somebody has registered.
    Map<String, List<String>> newest = new HashMap<>();
    marks.forEach((person, mark) ->
        newest.put(
            person,
            mark.marks().entrySet().stream()
                .sorted(MARKED_LAST)
                .limit(FindDevices.MAX_DEVICES)
                .map(Map.Entry::getKey)
                .toList()));
    Set<String> ids = new LinkedHashSet<>();
    newest.values().forEach(each -> each.forEach(id -> ids.add(NotificationViews.deviceOf(id))));
    Map<String, StateView<Device>> found = guard.ask(() -> views.devices().find(ids));
    Map<PersonId, List<Device.Registered>> devices = new HashMap<>();
    newest.forEach((person, theirIds) -> {
      List<Device.Registered> theirs =
          theirIds.stream()
              .map(id -> found.get(NotificationViews.deviceOf(id)))
              .filter(view -> view != null && view.state() instanceof Device.Registered)
              .map(view -> (Device.Registered) view.state())
              // The two collections are not written at once.
              .filter(device -> device.owner().value().equals(person))
              .sorted(NEWEST_FIRST)
              .toList();
      if (!theirs.isEmpty()) {
        devices.put(new PersonId(person), theirs);
      }
    });
    return devices;
  }
}
