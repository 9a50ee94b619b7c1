package info.powow.notify.delivery;

import info.powow.domain.CampaignId;
import info.powow.domain.PersonId;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignFrequency;
import info.powow.domain.campaign.CampaignText;
import info.powow.domain.mail.FindSubscribers;
import info.powow.domain.mail.MailTopic;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.mail.Subscribers;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Unsubscription;
import info.powow.notify.mail.Mail;
import info.powow.notify.mail.MailTemplates;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.OutboxRow.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sends campaigns, a number of mails per minute.
///
/// One row walks through everybody who has agreed to news, and creates a row for each person. That
/// row is checked again before it is sent, and kept afterwards: if the walk is repeated after a
/// crash or a pause, nobody gets a campaign twice. A campaign that was paused or stopped sends
/// nothing more.
final class CampaignDeliveries {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// Sorts before every other id.
  private static final PersonId FIRST = new PersonId("-");

  /// How long sent rows are kept. A walk ends within this time, even if it is repeated.
  static final Duration REMEMBERED = CampaignFrequency.LONGEST;

  /// Counts people who were skipped because of [CampaignFrequency].
  private static final String TOO_FREQUENT = "too_frequent";

  private static final int MAX_CAMPAIGNS = 1_000;

  private final LoggedCampaigns campaigns;
  private final Outbox outbox;
  private final People people;
  private final MailTemplates templates;
  private final MailLinks links;
  private final CampaignFrequency frequency;
  private final Clock clock;

  CampaignDeliveries(
      LoggedCampaigns campaigns,
      Outbox outbox,
      People people,
      MailTemplates templates,
      MailLinks links,
      CampaignFrequency frequency,
      Clock clock) {
    this.campaigns = campaigns;
    this.outbox = outbox;
    this.people = people;
    this.templates = templates;
    this.links = links;
    this.frequency = frequency;
    this.clock = clock;
  }

  /// The row that starts the walk.
  static OutboxRow start(CampaignId campaign, Instant at) {
    return OutboxRow.ofCampaign(
        "campaign~" + campaign.value() + '~' + at.toEpochMilli(),
        Kind.CAMPAIGN,
        FIRST,
        campaign,
        at,
        at);
  }

  void walk(OutboxRow row) {
    Campaign.Drafted campaign = sending(row);
    if (campaign == null) {
      drop(row);
      return;
    }
    PersonId from = row.person().equals(FIRST) ? null : row.person();
    Instant now = clock.instant();
    Subscribers found =
        people.subscribers(new FindSubscribers(MailTopic.NEWS, from, campaign.perMinute()));
    List<OutboxRow> rows =
        found.people().stream()
            .map(person ->
                OutboxRow.ofCampaign(
                    OutboxRow.campaignKey(person, campaign.id()),
                    Kind.CAMPAIGN_MAIL,
                    person,
                    campaign.id(),
                    row.since(),
                    now))
            .toList();
    outbox.commit(rows, List.of());
    PersonId next = found.next();
    // A batch without recipients needs no pause.
    boolean unused =
        outbox.replace(
            row, next == null ? null : row.from(next, rows.isEmpty() ? now : now.plus(MINUTE)));
  }

  /// A mail to one person.
  record Letter(Mailbox.Address to, Mail mail) {}

  /// @param id creates the id of the mail
  /// @return null if nothing may be sent
  @Nullable Letter letter(OutboxRow row, Function<Mailbox.Address, String> id) {
    Campaign.Drafted campaign = sending(row);
    if (campaign == null) {
      return null;
    }
    Mailbox mailbox = people.mailbox(row.person());
    Mailbox.Address to = mailbox.forTopic(MailTopic.NEWS);
    CampaignText text = campaign.in(mailbox.language());
    if (to == null || text == null) {
      return null;
    }
    return new Letter(
        to,
        templates.campaign(
            id.apply(to),
            to,
            text,
            mailbox.language(),
            links.seal(new Unsubscription(row.person(), MailTopic.NEWS, mailbox.language())),
            row.since()));
  }

  /// Whether the person has got too many other campaigns lately.
  boolean isTooFrequent(OutboxRow row) {
    List<Instant> sent =
        outbox.rows(OutboxRow.campaignKeys(row.person()), MAX_CAMPAIGNS).stream()
            .filter(other -> other.kind() == Kind.CAMPAIGN_SENT && !other.key().equals(row.key()))
            .map(other -> other.due().minus(REMEMBERED))
            .toList();
    return !frequency.allows(sent, clock.instant());
  }

  void skip(OutboxRow row) {
    if (outbox.replace(row, row.as(Kind.CAMPAIGN_SKIPPED, clock.instant().plus(REMEMBERED)))) {
      outbox.count(Objects.requireNonNull(row.about()), TOO_FREQUENT);
    }
  }

  private Campaign.@Nullable Drafted sending(OutboxRow row) {
    return campaigns.find(new CampaignId(Objects.requireNonNull(row.about())))
                instanceof Campaign.Drafted campaign
            && campaign.isSending(row.since(), clock.instant())
        ? campaign
        : null;
  }

  private void drop(OutboxRow row) {
    boolean unused = outbox.replace(row, null);
  }
}
