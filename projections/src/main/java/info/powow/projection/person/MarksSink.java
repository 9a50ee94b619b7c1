package info.powow.projection.person;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MemberBanned;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.domain.conversation.ConversationEvent.MemberUnbanned;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.DeviceEvent.DeviceAdded;
import info.powow.domain.notification.DeviceEvent.DeviceRemoved;
import info.powow.domain.notification.DeviceEvent.DeviceReplaced;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.SpeakerAccepted;
import info.powow.domain.publicservice.ServiceEvent.SpeakerDeclined;
import info.powow.domain.publicservice.ServiceEvent.SpeakerInvited;
import info.powow.domain.publicservice.ServiceEvent.SpeakerUninvited;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projector.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/// Maintains marks by person (invitations, blocks against them, services they may have a role in,
/// their devices) and by group (bans). Writing an event again has no effect.
public final class MarksSink implements Projection.Sink {
  private final Pending invitations;
  private final Pending services;
  private final Pending blockers;
  private final Pending devices;
  private final Pending bans;

  public MarksSink(PersonViews views) {
    invitations = new Pending(views.invitations(), true);
    services = new Pending(views.services(), true);
    blockers = new Pending(views.blockers(), false);
    devices = new Pending(views.devices(), false);
    bans = new Pending(views.bans(), false);
  }

  private static final class Pending {
    private final ViewCollection<MarksView> views;
    private final boolean onlyNewestOfOthers;
    private final Map<String, BsonDocument> fields = new LinkedHashMap<>();

    /// @param onlyNewestOfOthers others decide how many there are, and only the newest are ever shown
    Pending(ViewCollection<MarksView> views, boolean onlyNewestOfOthers) {
      this.views = views;
      this.onlyNewestOfOthers = onlyNewestOfOthers;
    }

    void put(String id, String about, BsonDocument entry) {
      fields.computeIfAbsent(id, _ -> new BsonDocument()).append(MarksView.fieldOf(about), entry);
    }

    void flush() {
      List<WriteModel<MarksView>> writes = new ArrayList<>(fields.size());
      fields.forEach((id, marks) -> writes.add(ViewCollection.advancing(id, marks)));
      views.write(writes);
      prune();
      fields.clear();
    }

    private void prune() {
      List<WriteModel<MarksView>> writes = new ArrayList<>();
      views
          .find(fields.keySet())
          .forEach((id, view) -> {
            BsonDocument update = view.pruned(onlyNewestOfOthers);
            if (update != null) {
              writes.add(ViewCollection.updating(id, update));
            }
          });
      views.write(writes);
    }
  }

  @Override
  public void load(List<LoggedEvent> events) {
    // Fields are overwritten, so nothing needs to be loaded.
  }

  @Override
  public void apply(LoggedEvent logged) {
    long position = logged.sequence();
    switch (logged.event()) {
      case MemberInvited invited ->
          invitations.put(
              invited.personId().value(),
              PersonViews.invitation(invited.conversationId().value(), invited.by().value()),
              MarksView.entry(position, invited.by().value(), invited.at(), true));
      case ServicePublished published ->
          services.put(
              published.by().value(),
              published.serviceId().value(),
              MarksView.entry(position, published.by().value(), published.at(), true));
      case SpeakerInvited invited ->
          services.put(
              invited.personId().value(),
              invited.serviceId().value(),
              MarksView.entry(position, invited.by().value(), invited.at(), true));
      // From now on it is the person's own.
      case SpeakerAccepted accepted ->
          services.put(
              accepted.personId().value(),
              accepted.serviceId().value(),
              MarksView.entry(position, accepted.personId().value(), accepted.at(), true));
      case SpeakerUninvited uninvited ->
          services.put(
              uninvited.personId().value(),
              uninvited.serviceId().value(),
              MarksView.entry(position, uninvited.by().value(), uninvited.at(), false));
      case SpeakerDeclined declined ->
          services.put(
              declined.personId().value(),
              declined.serviceId().value(),
              MarksView.entry(position, declined.inviter().value(), declined.at(), false));
      case MemberBanned banned ->
          bans.put(
              banned.conversationId().value(),
              banned.personId().value(),
              MarksView.entry(position, banned.by().value(), banned.at(), true));
      case MemberUnbanned unbanned ->
          bans.put(
              unbanned.conversationId().value(),
              unbanned.personId().value(),
              MarksView.entry(position, unbanned.by().value(), unbanned.at(), false));
      case PersonBlocked block ->
          blockers.put(
              block.blocked().value(),
              block.personId().value(),
              MarksView.entry(position, block.personId().value(), block.at(), true));
      case PersonUnblocked unblock ->
          blockers.put(
              unblock.unblocked().value(),
              unblock.personId().value(),
              MarksView.entry(position, unblock.personId().value(), unblock.at(), false));
      case DeviceAdded added -> mark(added, added.personId(), position, true);
      case DeviceReplaced replaced -> {
        if (!replaced.formerly().equals(replaced.personId())) {
          mark(replaced, replaced.formerly(), position, false);
        }
        mark(replaced, replaced.personId(), position, true);
      }
      case DeviceRemoved removed -> mark(removed, removed.personId(), position, false);
      default -> {
        // Sets no marks.
      }
    }
  }

  private void mark(DeviceEvent event, PersonId person, long position, boolean set) {
    devices.put(
        person.value(),
        event.deviceId().value(),
        MarksView.entry(position, event.personId().value(), event.at(), set));
  }

  @Override
  public int pending() {
    return invitations.fields.size()
        + services.fields.size()
        + blockers.fields.size()
        + devices.fields.size()
        + bans.fields.size();
  }

  @Override
  public void flush() {
    invitations.flush();
    services.flush();
    blockers.flush();
    devices.flush();
    bans.flush();
  }
}
