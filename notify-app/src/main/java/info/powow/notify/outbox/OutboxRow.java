package info.powow.notify.outbox;

import info.powow.domain.CampaignId;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Relevance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that is still to be done for one person.
///
/// @param key what it is about: putting the same again is no second row
/// @param version rises with each change; whoever has an older one changes nothing
/// @param conversation null for a test, a gathering, and mail
/// @param position of the message; of a summary, of the first message in it; of a confirmation, when
///     the address was given, in milliseconds
/// @param about the id of a gathering or campaign; null unless it is about one
/// @param device null while it is not decided whether to tell
/// @param relevance why the message is the person's business; null while not decided
/// @param since when it happened
/// @param due when to look at it
/// @param epoch of the claim under which it is being sent; 0 while it is not
/// @param attempts how often sending failed
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

  /// What is to be done.
  public enum Kind {
    /// Decide again.
    DECIDE,
    /// Decide about an edit again.
    DECIDE_EDIT,
    /// Tell of everything that was not read in the quiet hours.
    SUMMARIZE,
    /// Send a message to a device.
    MESSAGE,
    /// Replace what is shown of a message that was edited.
    REPLACEMENT,
    /// Replace what is shown of a message that was deleted.
    DELETION,
    /// Send a summary to a device.
    SUMMARY,
    /// Send something to see whether it arrives.
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
        case CONFIRM_MAIL, DIGEST_MAIL, DIGEST_SENT, CAMPAIGN, CAMPAIGN_MAIL, CAMPAIGN_SENT ->
            Lane.MAIL;
      };
    }
  }

  /// What a row of a kind is about.
  public enum Subject {
    CONVERSATION,
    DEVICE,
    /// A gathering or a campaign, or nothing but the person.
    OTHER
  }

  /// The key of a test of a device.
  public static String testKey(PersonId person, DeviceId device) {
    return person.value() + "~test~" + device.value();
  }

  /// What waits for each other. A slow mail server holds up no push.
  public enum Lane {
    PUSH,
    MAIL
  }

  /// About something that is no gathering.
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

  /// About a gathering.
  ///
  /// @param device null unless it is sent to one
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

  /// About a campaign.
  ///
  /// @param person of [Kind#CAMPAIGN], up to whom it has come
  /// @param start when the campaign was started
  public static OutboxRow ofCampaign(
      String key, Kind kind, PersonId person, CampaignId campaign, Instant start, Instant due) {
    return new OutboxRow(
        key, 1, kind, person, null, 0, campaign.value(), null, null, start, due, 0, 0);
  }

  /// With the next people.
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

  /// The segment of its person.
  ///
  /// @param of how many there are
  public int segment(int of) {
    return Math.floorMod(person.value().hashCode(), of);
  }

  public boolean isSending() {
    return epoch != 0;
  }

  /// Being sent. When nobody says how that went, it is due again.
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

  /// Another thing to be done, in place of this one.
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

  /// To be looked at later, after a failure or not.
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
