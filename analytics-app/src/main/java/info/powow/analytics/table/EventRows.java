package info.powow.analytics.table;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.campaign.CampaignEvent;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberBanned;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MemberUnbanned;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.domain.erasure.ErasureEvent;
import info.powow.domain.erasure.HoldEvent;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.gathering.GatheringEvent.GatheringChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPictureChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.GatheringEvent.GatheringRescheduled;
import info.powow.domain.identity.AccountEvent;
import info.powow.domain.identity.AccountEvent.AccountOpened;
import info.powow.domain.identity.AccountEvent.HandleReserved;
import info.powow.domain.identity.SessionEvent;
import info.powow.domain.identity.SessionEvent.SessionEnded;
import info.powow.domain.identity.SessionEvent.SessionRefreshed;
import info.powow.domain.identity.SessionEvent.SessionStarted;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.DeviceEvent.DeviceAdded;
import info.powow.domain.notification.DeviceEvent.DeviceRemoved;
import info.powow.domain.notification.DeviceEvent.DeviceReplaced;
import info.powow.domain.notification.NotificationEvent;
import info.powow.domain.notification.NotificationEvent.ConversationLevelChanged;
import info.powow.domain.notification.NotificationEvent.NotificationsChanged;
import info.powow.domain.operation.OperationEvent;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonEvent.AvatarChanged;
import info.powow.domain.person.PersonEvent.ConsentChanged;
import info.powow.domain.person.PersonEvent.ConversationArranged;
import info.powow.domain.person.PersonEvent.ConversationMuted;
import info.powow.domain.person.PersonEvent.ConversationUnmuted;
import info.powow.domain.person.PersonEvent.InvitationDeclined;
import info.powow.domain.person.PersonEvent.InviterRefused;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonErased;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.person.PersonEvent.RequestDeclined;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.domain.publicservice.ServiceEvent.ServiceChanged;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.ServiceWithdrawn;
import info.powow.domain.publicservice.ServiceEvent.SpeakerAccepted;
import info.powow.domain.publicservice.ServiceEvent.SpeakerDeclined;
import info.powow.domain.publicservice.ServiceEvent.SpeakerInvited;
import info.powow.domain.publicservice.ServiceEvent.SpeakerUninvited;
import info.powow.domain.refusal.CommandRefused;
import info.powow.domain.staff.RoleEvent;
import info.powow.domain.staff.StaffTokenIssued;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.json.UnknownEventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows that an event adds to the tables. Every event adds one to `events`; most add others.
///
/// No row contains a text, a name or a handle, and places are rounded. The ids are still real:
/// whoever writes the rows replaces them by pseudonyms.
public final class EventRows {
  private static final double TENTHS = 10.0;

  private EventRows() {}

  public static void of(LoggedEvent logged, RowSink rows) {
    Object event;
    try {
      event = logged.event();
    } catch (UnknownEventType newer) {
      // A newer version wrote the event. It is still counted.
      rows.row(Table.EVENTS, logged.type(), null, null);
      return;
    }
    add(logged, event, rows);
  }

  private static void add(LoggedEvent logged, Object event, RowSink rows) {
    switch (event) {
      case ConversationEvent conversation -> conversation(logged, conversation, rows);
      case ReadEvent read -> {
        switch (read) {
          case Read marker -> {
            event(logged, marker.personId(), marker.conversationId(), rows);
            rows.row(Table.READS, marker.conversationId(), marker.personId(), marker.upTo());
          }
        }
      }
      case PersonEvent person -> person(logged, person, rows);
      case AccountEvent account -> {
        PersonId person =
            switch (account) {
              case AccountOpened opened -> opened.personId();
              case HandleReserved reserved -> reserved.personId();
            };
        event(logged, person, null, rows);
        rows.row(Table.PEOPLE, person, "account", null, null, null, null);
      }
      case SessionEvent session -> session(logged, session, rows);
      case ImageEvent image -> {
        @Nullable PersonId by =
            switch (image) {
              case ImageShared shared -> shared.by();
              case ImageErased _ -> null;
            };
        event(logged, by, null, rows);
      }
      case GatheringEvent gathering -> gathering(logged, gathering, rows);
      case ServiceEvent service -> service(logged, service, rows);
      case NotificationEvent notification -> {
        event(logged, notification.personId(), null, rows);
        switch (notification) {
          case NotificationsChanged all ->
              rows.row(Table.NOTIFICATIONS, all.personId(), null, "settings", all.level());
          case ConversationLevelChanged one ->
              rows.row(
                  Table.NOTIFICATIONS, one.personId(), one.conversationId(), "level", one.level());
        }
      }
      case DeviceEvent device -> {
        event(logged, device.personId(), null, rows);
        String change =
            switch (device) {
              case DeviceAdded _ -> "device_added";
              case DeviceReplaced _ -> "device_replaced";
              case DeviceRemoved _ -> "device_removed";
            };
        rows.row(Table.NOTIFICATIONS, device.personId(), null, change, null);
      }
      case CommandRefused refused -> {
        event(logged, refused.personId(), refused.conversationId(), rows);
        rows.row(
            Table.REFUSALS,
            refused.personId(),
            refused.command(),
            refused.code(),
            refused.conversationId(),
            refused.times());
      }
      // Actions of staff are for auditors, not for statistics. They are counted, without the
      // person.
      case RoleEvent _,
          CaseEvent _,
          CampaignEvent _,
          OperationEvent _,
          StaffTokenIssued _,
          ErasureEvent _,
          HoldEvent _ ->
          event(logged, null, null, rows);
      default -> event(logged, null, null, rows);
    }
  }

  private static void event(
      LoggedEvent logged,
      @Nullable PersonId person,
      @Nullable ConversationId conversation,
      RowSink rows) {
    rows.row(Table.EVENTS, logged.type(), person, conversation);
  }

  private static void conversation(LoggedEvent logged, ConversationEvent event, RowSink rows) {
    ConversationId id = event.conversationId();
    event(logged, actor(event), id, rows);
    switch (event) {
      case DirectOpened opened -> opening(opened, rows);
      case GroupCreated created -> opening(created, rows);
      case MemberJoined joined -> membership(id, joined.personId(), null, "joined", null, rows);
      case MemberAdded added -> membership(id, added.personId(), added.by(), "added", null, rows);
      case MemberLeft left -> membership(id, left.personId(), null, "left", null, rows);
      case MemberRemoved removed ->
          membership(id, removed.personId(), removed.by(), "removed", null, rows);
      case MemberInvited invited ->
          membership(id, invited.personId(), invited.by(), "invited", null, rows);
      case MemberBanned banned ->
          membership(id, banned.personId(), banned.by(), "banned", null, rows);
      case MemberUnbanned unbanned ->
          membership(id, unbanned.personId(), unbanned.by(), "unbanned", null, rows);
      case RequestAccepted accepted ->
          membership(id, accepted.personId(), null, "accepted", null, rows);
      case RoleChanged changed ->
          membership(id, changed.personId(), changed.by(), "role", changed.role(), rows);
      case MessageSent sent ->
          rows.row(
              Table.MESSAGES,
              id,
              logged.sequence(),
              sent.sender(),
              id.namesPrivateChat(),
              characters(sent.text()),
              sent.images().size(),
              sent.mentions().size(),
              sent.replyTo());
      case MessageEdited edited ->
          rows.row(
              Table.EDITS, id, edited.message(), edited.by(), "edited", characters(edited.text()));
      case MessageDeleted deleted ->
          rows.row(Table.EDITS, id, deleted.message(), deleted.by(), "deleted", null);
      case MessagePinned pinned ->
          rows.row(Table.EDITS, id, pinned.message(), pinned.by(), "pinned", null);
      case MessageUnpinned unpinned ->
          rows.row(Table.EDITS, id, unpinned.message(), unpinned.by(), "unpinned", null);
      case ReactionAdded added ->
          rows.row(Table.REACTIONS, id, added.message(), added.by(), added.emoji(), "added");
      case ReactionRemoved removed ->
          rows.row(
              Table.REACTIONS, id, removed.message(), removed.by(), removed.emoji(), "removed");
      case GroupRenamed _, GroupAvatarChanged _, GroupPlaceChanged _, AuthorErased _ -> {}
    }
  }

  private static PersonId actor(ConversationEvent event) {
    return switch (event) {
      case Opening opening -> opening.by();
      case AuthorErased erased -> erased.personId();
      case MemberJoined joined -> joined.personId();
      case MemberAdded added -> added.by();
      case MemberLeft left -> left.personId();
      case MemberRemoved removed -> removed.by();
      case MemberInvited invited -> invited.by();
      case MemberBanned banned -> banned.by();
      case MemberUnbanned unbanned -> unbanned.by();
      case RequestAccepted accepted -> accepted.personId();
      case RoleChanged changed -> changed.by();
      case GroupRenamed renamed -> renamed.by();
      case GroupAvatarChanged changed -> changed.by();
      case GroupPlaceChanged changed -> changed.by();
      case MessageSent sent -> sent.sender();
      case MessageEdited edited -> edited.by();
      case MessageDeleted deleted -> deleted.by();
      case ReactionAdded added -> added.by();
      case ReactionRemoved removed -> removed.by();
      case MessagePinned pinned -> pinned.by();
      case MessageUnpinned unpinned -> unpinned.by();
    };
  }

  private static void opening(Opening opening, RowSink rows) {
    for (PersonId member : opening.members()) {
      membership(
          opening.conversationId(),
          member,
          member.equals(opening.by()) ? null : opening.by(),
          "opened",
          null,
          rows);
    }
  }

  private static void membership(
      ConversationId conversation,
      PersonId person,
      @Nullable PersonId by,
      String change,
      @Nullable Enum<?> role,
      RowSink rows) {
    rows.row(
        Table.MEMBERSHIPS, conversation, person, by, change, role, conversation.namesPrivateChat());
  }

  private static long characters(@Nullable String text) {
    return text == null ? 0 : text.codePointCount(0, text.length());
  }

  private static void person(LoggedEvent logged, PersonEvent event, RowSink rows) {
    PersonId person = event.personId();
    event(logged, person, null, rows);
    switch (event) {
      case ProfileCreated _ -> change(person, "signed_up", null, null, rows);
      case ProfileChanged _ -> change(person, "profile", null, null, rows);
      case ConsentChanged _ -> change(person, "consent", null, null, rows);
      case AvatarChanged _ -> change(person, "avatar", null, null, rows);
      case InvitationDeclined declined -> {
        change(person, "declined", declined.inviter(), declined.conversationId(), rows);
        membership(declined.conversationId(), person, null, "declined", null, rows);
      }
      case InviterRefused refused -> change(person, "declined", refused.inviter(), null, rows);
      case RequestDeclined declined ->
          change(person, "declined", null, declined.conversationId(), rows);
      case PlaceUpdated moved -> {
        // A size of 0 means that the place was erased.
        boolean known = moved.cell().size() > 0;
        rows.row(
            Table.PEOPLE,
            person,
            "place",
            null,
            null,
            known ? coarse(moved.cell().lat()) : null,
            known ? coarse(moved.cell().lon()) : null);
      }
      case PersonErased _ -> change(person, "erased", null, null, rows);
      case PersonBlocked blocked -> change(person, "blocked", blocked.blocked(), null, rows);
      case PersonUnblocked unblocked ->
          change(person, "unblocked", unblocked.unblocked(), null, rows);
      case ConversationMuted muted -> change(person, "muted", null, muted.conversationId(), rows);
      case ConversationUnmuted unmuted ->
          change(person, "unmuted", null, unmuted.conversationId(), rows);
      case ConversationArranged arranged ->
          change(person, "arranged", null, arranged.conversationId(), rows);
    }
  }

  private static void change(
      PersonId person,
      String change,
      @Nullable PersonId other,
      @Nullable ConversationId conversation,
      RowSink rows) {
    rows.row(Table.PEOPLE, person, change, other, conversation, null, null);
  }

  private static void session(LoggedEvent logged, SessionEvent event, RowSink rows) {
    event(logged, event.personId(), null, rows);
    switch (event) {
      case SessionStarted started ->
          rows.row(Table.SESSIONS, started.personId(), started.sessionId(), "started", null);
      case SessionRefreshed refreshed ->
          rows.row(Table.SESSIONS, refreshed.personId(), refreshed.sessionId(), "refreshed", null);
      case SessionEnded ended ->
          rows.row(Table.SESSIONS, ended.personId(), ended.sessionId(), "ended", ended.cause());
    }
  }

  private static void gathering(LoggedEvent logged, GatheringEvent event, RowSink rows) {
    switch (event) {
      case GatheringPublished published -> {
        event(logged, published.host(), published.conversationId(), rows);
        Announcement announcement = published.announcement();
        rows.row(
            Table.GATHERINGS,
            published.gatheringId(),
            published.host(),
            "published",
            published.schedule().start(),
            published.schedule().end(),
            announcement.capacity(),
            coarse(announcement.place().lat()),
            coarse(announcement.place().lon()));
      }
      case GatheringChanged changed -> {
        event(logged, null, null, rows);
        Announcement announcement = changed.announcement();
        rows.row(
            Table.GATHERINGS,
            changed.gatheringId(),
            null,
            "changed",
            null,
            null,
            announcement.capacity(),
            coarse(announcement.place().lat()),
            coarse(announcement.place().lon()));
      }
      case GatheringPictureChanged changed -> event(logged, changed.by(), null, rows);
      case GatheringRescheduled moved -> {
        event(logged, null, null, rows);
        rows.row(
            Table.GATHERINGS,
            moved.gatheringId(),
            null,
            "rescheduled",
            moved.schedule().start(),
            moved.schedule().end(),
            null,
            null,
            null);
      }
      case GatheringCancelled cancelled -> {
        event(logged, null, null, rows);
        rows.row(
            Table.GATHERINGS,
            cancelled.gatheringId(),
            null,
            "cancelled",
            null,
            null,
            null,
            null,
            null);
      }
      case GatheringAnswered answered -> {
        event(logged, answered.personId(), null, rows);
        rows.row(
            Table.ANSWERS,
            answered.gatheringId(),
            answered.personId(),
            answered.answer(),
            answered.going(),
            answered.interested());
      }
    }
  }

  private static void service(LoggedEvent logged, ServiceEvent event, RowSink rows) {
    switch (event) {
      case ServicePublished published -> {
        event(logged, published.by(), null, rows);
        described(
            event,
            published.by(),
            "published",
            published.speakers(),
            published.description(),
            rows);
      }
      case ServiceChanged changed -> {
        event(logged, changed.by(), null, rows);
        described(event, changed.by(), "changed", changed.speakers(), changed.description(), rows);
      }
      case ServiceWithdrawn withdrawn -> {
        event(logged, withdrawn.by(), null, rows);
        speaker(event, withdrawn.by(), "withdrawn", null, rows);
      }
      case SpeakerInvited invited -> {
        event(logged, invited.by(), null, rows);
        speaker(event, invited.by(), "invited", invited.personId(), rows);
      }
      case SpeakerUninvited uninvited -> {
        event(logged, uninvited.by(), null, rows);
        speaker(event, uninvited.by(), "uninvited", uninvited.personId(), rows);
      }
      case SpeakerAccepted accepted -> {
        event(logged, accepted.personId(), null, rows);
        speaker(event, accepted.personId(), "accepted", accepted.personId(), rows);
      }
      case SpeakerDeclined declined -> {
        event(logged, declined.personId(), null, rows);
        speaker(event, declined.personId(), "declined", declined.personId(), rows);
      }
    }
  }

  private static void described(
      ServiceEvent event,
      PersonId by,
      String change,
      List<PersonId> speakers,
      Description description,
      RowSink rows) {
    rows.row(
        Table.SERVICES,
        event.serviceId(),
        by,
        change,
        speakers.isEmpty() ? null : speakers.getFirst(),
        coarse(description.place().lat()),
        coarse(description.place().lon()));
  }

  private static void speaker(
      ServiceEvent event, PersonId by, String change, @Nullable PersonId speaker, RowSink rows) {
    rows.row(Table.SERVICES, event.serviceId(), by, change, speaker, null, null);
  }

  private static double coarse(double degrees) {
    return Math.round(degrees * TENTHS) / TENTHS;
  }
}
