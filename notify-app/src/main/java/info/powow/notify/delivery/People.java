package info.powow.notify.delivery;

import info.powow.domain.CampaignId;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.campaign.FindCampaigns;
import info.powow.domain.mail.FindSubscribers;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.mail.Subscribers;
import info.powow.domain.notification.Audience;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.GatheringRecipients;
import info.powow.domain.notification.Interested;
import info.powow.domain.notification.Listener;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.TellConnected.Told;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What notifications need from the rest of Powow. Any method may fail while that is unavailable.
public interface People {
  /// The part that was queried does not answer at the moment.
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(Throwable cause) {
      super(cause);
    }
  }

  /// Reflects everything that is in the log by now.
  Recipients recipients(FindRecipients query);

  /// Reflects everything that is in the log by now.
  Audience audience(ConversationId conversation);

  /// Reflects everything that is in the log by now. Leaves out people whom Powow does not know.
  List<Listener> listeners(Set<PersonId> people);

  /// People near a gathering with interests that it fits, the nearest first; bounded.
  List<Interested.One> interested(GatheringId gathering);

  /// Those who attend a gathering or are interested in it; bounded.
  List<PersonId> attendees(GatheringId gathering);

  /// Reflects everything that is in the log by now.
  GatheringRecipients recipients(GatheringId gathering, Set<PersonId> people);

  List<Device.Registered> devices(PersonId person);

  /// Which of these people are looking at the page, on any node.
  Set<PersonId> active(Set<PersonId> people);

  /// Shows notifications on connected devices. Devices on a node that is unavailable are skipped.
  void tell(List<Told> told);

  /// Reflects everything that is in the log by now.
  Mailbox mailbox(PersonId person);

  /// People who get mail of a topic, in the order of their ids.
  Subscribers subscribers(FindSubscribers query);

  /// The campaigns that there are, the newest first.
  List<CampaignId> campaigns(FindCampaigns query);

  /// Mail to an address bounced permanently.
  ///
  /// @param askedAt when the person gave that address
  void bounced(PersonId person, Instant askedAt);

  /// The recipient of a mail has reported it as unwanted.
  ///
  /// @param askedAt as for a bounce
  void complained(PersonId person, Instant askedAt);

  /// A push service does not know a device any more.
  void prune(DeviceId device, Instant registeredAt);
}
