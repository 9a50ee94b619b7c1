package info.powow.socket.notification;

import info.powow.domain.PersonId;
import info.powow.domain.notification.TellConnected;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.WireEvent;
import info.powow.socket.push.Outbox;
import info.powow.socket.push.Subscriber;
import info.powow.socket.push.Subscription;
import info.powow.socket.stomp.OutgoingMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Subscriptions to `/user/queue/notifications`, and which devices have attention. Used on the push
/// thread only.
///
/// A connection alone is not attention: a device has it from when it reports so until it reports
/// otherwise or its connection ends.
public final class InAppNotifications {
  private final Outbox outbox;
  private final EventJson json;
  private final Map<PersonId, List<Subscription>> subscriptions = new HashMap<>();
  private final Map<PersonId, Set<Subscriber>> active = new HashMap<>();
  private long sent;

  public InAppNotifications(Outbox outbox, EventJson json) {
    this.outbox = outbox;
    this.json = json;
  }

  public void subscribe(Subscription subscription) {
    subscriptions
        .computeIfAbsent(subscription.subscriber().person(), _ -> new ArrayList<>(1))
        .add(subscription);
    subscription.subscriber().subscribed(subscription);
  }

  public void unsubscribe(Subscription subscription) {
    subscriptions.computeIfPresent(
        subscription.subscriber().person(),
        (_, theirs) -> {
          theirs.remove(subscription);
          return theirs.isEmpty() ? null : theirs;
        });
  }

  public void attention(Subscriber device, boolean isActive) {
    if (isActive) {
      active.computeIfAbsent(device.person(), _ -> new HashSet<>(1)).add(device);
    } else {
      lookAway(device);
    }
  }

  private void lookAway(Subscriber device) {
    active.computeIfPresent(
        device.person(),
        (_, devices) -> {
          devices.remove(device);
          return devices.isEmpty() ? null : devices;
        });
  }

  public void closed(Subscriber device) {
    lookAway(device);
    subscriptions.computeIfPresent(
        device.person(),
        (_, theirs) -> {
          theirs.removeIf(subscription -> subscription.subscriber().equals(device));
          return theirs.isEmpty() ? null : theirs;
        });
  }

  /// The people among these with attention on a device connected here.
  Set<PersonId> activeOf(Set<PersonId> people) {
    Set<PersonId> found = new HashSet<>();
    for (PersonId person : people) {
      if (active.containsKey(person)) {
        found.add(person);
      }
    }
    return found;
  }

  void tell(TellConnected messages) {
    for (TellConnected.Told told : messages.told()) {
      List<Subscription> theirs = subscriptions.get(told.person());
      if (theirs == null) {
        continue;
      }
      Object wire = told.message();
      OutgoingMessage message =
          new OutgoingMessage(
              "notification~" + ++sent,
              WireEvent.withoutPosition(wire.getClass().getSimpleName(), json.encode(wire)));
      for (Subscription subscription : theirs) {
        outbox.put(subscription.subscriber(), message.frame(subscription.head()));
      }
    }
  }
}
