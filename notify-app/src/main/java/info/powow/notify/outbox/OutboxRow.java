package info.powow.notify.outbox;

import info.powow.domain.CampaignId;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Relevance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A task for one person.
///
/// @param key names the task: adding a row with the same key again has no effect
/// @param version increases with each change; a change of an older version fails
/// @param conversation null for a test, a gathering, and mail
/// @param position of the message; in a summary, that of its first message; in a confirmation, when
///     the address was entered, in milliseconds
/// @param about the id of a gathering or campaign; null if the row is not about one
/// @param device null until a notification is decided
/// @param relevance why the message concerns the person; null until decided
/// @param since when it happened
/// @param due when to process the row
/// @param epoch of the claim under which the row is being sent; 0 if it is not being sent
/// @param attempts the number of failed attempts to send
public record OutboxRow(
    String key,
    long version,
    Kind kind,
    PersonId person,
    @Nullable ConversationId conversation,
    long position,
    @Nullable String about,
    @Nullable DeviceId device,
    @Nullable Relevance relevance,
    Instant since,
    Instant due,
    long epoch,
    int attempts) {

  /// The kind of a task.
  public enum Kind {
    /// Decide again.
    DECIDE,
    /// Decide about an edit again.
    DECIDE_EDIT,
    /// Notify of everything that was not read during quiet hours.
    SUMMARIZE,
    /// Send a message to a device.
    MESSAGE,
    /// Replace a message on a device after an edit.
    REPLACEMENT,
    /// Replace a message on a device after its deletion.
    DELETION,
    /// Send a summary to a device.
    SUMMARY,
    /// Send a test to see whether it arrives.
    TEST,
    /// Find who is near a new gathering.
    FIND_INTERESTED,
    /// Find who attends a gathering that has changed.
    FIND_ATTENDEES,
    /// Decide about a gathering.
    DECIDE_GATHERING,
    /// Send news about a gathering to a device.
    GATHERING,
    /// Send a mail that confirms an address.
    CONFIRM_MAIL,
    /// Find the next people who get a campaign.
    CAMPAIGN,
    /// Send a campaign to one person.
    CAMPAIGN_MAIL,
    /// A campaign was sent to a person. Kept so that they do not get it twice.
    CAMPAIGN_SENT,
    /// A person does not get a campaign, because others were sent to them lately. Kept so that they
    /// are counted once.
    CAMPAIGN_SKIPPED,
    /// Send the mail that lists what is unread.
    DIGEST_MAIL,
    /// The digest of a day was sent. Kept so that there is no second one.
    DIGEST_SENT;

    public Subject subject() {
      return switch (this) {
        case DECIDE, DECIDE_EDIT, SUMMARIZE, MESSAGE, REPLACEMENT, DELETION, SUMMARY ->
            Subject.CONVERSATION;
        case TEST -> Subject.DEVICE;
        case FIND_INTERESTED,
            FIND_ATTENDEES,
            DECIDE_GATHERING,
            GATHERING,
            CONFIRM_MAIL,
            CAMPAIGN,
            CAMPAIGN_MAIL,
            CAMPAIGN_SENT,
            CAMPAIGN_SKIPPED,
            DIGEST_MAIL,
            DIGEST_SENT ->
            Subject.OTHER;
      };
    }

    public Lane lane() {
      return switch (this) {
        case DECIDE,
            DECIDE_EDIT,
            SUMMARIZE,
            MESSAGE,
            REPLACEMENT,
            DELETION,
            SUMMARY,
            TEST,
            FIND_INTERESTED,
            FIND_ATTENDEES,
            DECIDE_GATHERING,
            GATHERING ->
            Lane.PUSH;
        case CONFIRM_MAIL,
            DIGEST_MAIL,
            DIGEST_SENT,
            CAMPAIGN,
            CAMPAIGN_MAIL,
            CAMPAIGN_SENT,
            CAMPAIGN_SKIPPED ->
            Lane.MAIL;
      };
    }
  }

  /// What a row of this kind is about.
  public enum Subject {
    CONVERSATION,
    DEVICE,
    /// A gathering, a campaign, or only the person.
    OTHER
  }

  /// The key of a test push to a device.
  public static String testKey(PersonId person, DeviceId device) {
    return person.value() + "~test~" + device.value();
  }

  /// The key of a campaign's mail to a person.
  public static String campaignKey(PersonId person, CampaignId campaign) {
    return campaignKeys(person) + campaign.value();
  }

  /// How the keys of all campaigns' mails to a person begin.
  public static String campaignKeys(PersonId person) {
    return person.value() + "~campaign~";
  }

  /// Rows of one lane may wait for each other. Rows of different lanes never do: a slow mail server
  /// delays no push.
  public enum Lane {
    PUSH,
    MAIL
  }

  /// A row that is not about a gathering or campaign.
  public OutboxRow(
      String key,
      long version,
      Kind kind,
      PersonId person,
      @Nullable ConversationId conversation,
      long position,
      @Nullable DeviceId device,
      @Nullable Relevance relevance,
      Instant since,
      Instant due,
      long epoch,
      int attempts) {
    this(
        key,
        version,
        kind,
        person,
        conversation,
        position,
        null,
        device,
        relevance,
        since,
        due,
        epoch,
        attempts);
  }

  /// A row about a gathering.
  ///
  /// @param device null unless it is a push to one
  public static OutboxRow ofGathering(
      String key,
      Kind kind,
      PersonId person,
      GatheringId gathering,
      @Nullable DeviceId device,
      Relevance what,
      Instant since,
      Instant due) {
    return new OutboxRow(
        key, 1, kind, person, null, 0, gathering.value(), device, what, since, due, 0, 0);
  }

  /// A row about a campaign.
  ///
  /// @param person in a row of [Kind#CAMPAIGN], the last one reached so far
  /// @param start when the campaign was started
  public static OutboxRow ofCampaign(
      String key, Kind kind, PersonId person, CampaignId campaign, Instant start, Instant due) {
    return new OutboxRow(
        key, 1, kind, person, null, 0, campaign.value(), null, null, start, due, 0, 0);
  }

  /// The same row, for the next people.
  public OutboxRow from(PersonId next, Instant when) {
    return new OutboxRow(
        key,
        version + 1,
        kind,
        next,
        conversation,
        position,
        about,
        device,
        relevance,
        since,
        when,
        0,
        0);
  }

  /// The segment of this row's person.
  ///
  /// @param of the number of segments
  public int segment(int of) {
    return Math.floorMod(person.value().hashCode(), of);
  }

  public boolean isSending() {
    return epoch != 0;
  }

  /// Marks the row as being sent. If no outcome is recorded, it is due again.
  public OutboxRow sending(long claim, Instant again) {
    return new OutboxRow(
        key,
        version + 1,
        kind,
        person,
        conversation,
        position,
        about,
        device,
        relevance,
        since,
        again,
        claim,
        attempts);
  }

  /// The same row with another task.
  public OutboxRow as(Kind next, Instant when) {
    return new OutboxRow(
        key,
        version + 1,
        next,
        person,
        conversation,
        position,
        about,
        device,
        relevance,
        since,
        when,
        0,
        0);
  }

  /// The same row, due later, after a failure or without one.
  public OutboxRow later(Instant when, boolean failed) {
    return new OutboxRow(
        key,
        version + 1,
        kind,
        person,
        conversation,
        position,
        about,
        device,
        relevance,
        since,
        when,
        0,
        failed ? attempts + 1 : attempts);
  }
}
