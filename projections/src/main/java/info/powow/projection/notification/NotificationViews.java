package info.powow.projection.notification;

import info.powow.domain.CampaignId;
import info.powow.domain.PersonId;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignEvent;
import info.powow.domain.campaign.CampaignEvent.CampaignDrafted;
import info.powow.domain.mail.MailEvent;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.NotificationEvent;
import info.powow.domain.notification.NotificationPreferences;
import info.powow.projection.mongo.StateSink;
import info.powow.projection.mongo.StateView;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;
import info.powow.projector.CombinedSink;
import info.powow.projector.Projection;
import info.powow.projector.SkippedEvents;
import java.util.List;

/// The collections that say what people want to be told of, on which devices, and where mail goes,
/// and which campaigns there are. Their ids are the names of the streams.
///
/// @param campaigns without their texts
public record NotificationViews(
    ViewCollection<StateView<NotificationPreferences>> preferences,
    ViewCollection<StateView<Device>> devices,
    ViewCollection<StateView<Mailbox>> mailboxes,
    ViewCollection<StateView<Campaign>> campaigns) {

  private static final String CAMPAIGN = "campaign:";

  public static NotificationViews in(ViewStore store) {
    return new NotificationViews(
        store.collection("notifications", StateView.codec(NotificationPreferences.class)),
        store.collection("devices", StateView.codec(Device.class)),
        store.collection("mailboxes", StateView.codec(Mailbox.class)),
        store.collection("campaigns", StateView.codec(Campaign.class)));
  }

  public static String preferencesOf(PersonId person) {
    return "notifications:" + person.value();
  }

  public static String mailboxOf(PersonId person) {
    return "mail:" + person.value();
  }

  public static PersonId ownerOfMailbox(String id) {
    return new PersonId(id.substring("mail:".length()));
  }

  public static CampaignId campaignOf(String id) {
    return new CampaignId(id.substring(CAMPAIGN.length()));
  }

  public static String deviceOf(String id) {
    return "device:" + id;
  }

  public Projection.Sink newSink(SkippedEvents skipped) {
    return new CombinedSink(
        List.of(
            new StateSink<>(
                preferences,
                NotificationEvent.class,
                NotificationPreferences.DEFAULT,
                NotificationPreferences::evolve,
                skipped),
            new StateSink<>(devices, DeviceEvent.class, Device.absent(), Device::evolve, skipped),
            new StateSink<>(mailboxes, MailEvent.class, Mailbox.EMPTY, Mailbox::evolve, skipped),
            new StateSink<>(
                campaigns,
                CampaignEvent.class,
                Campaign.NONE,
                NotificationViews::withoutTexts,
                skipped)));
  }

  private static Campaign withoutTexts(Campaign state, CampaignEvent event) {
    return Campaign.evolve(
        state,
        event instanceof CampaignDrafted drafted
            ? new CampaignDrafted(
                drafted.campaignId(), drafted.by(), List.of(), drafted.perMinute(), drafted.at())
            : event);
  }
}
