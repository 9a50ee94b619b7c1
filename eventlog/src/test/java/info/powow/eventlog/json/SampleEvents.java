package info.powow.eventlog.json;

import info.powow.domain.CampaignId;
import info.powow.domain.CaseId;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.HoldId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.ReportId;
import info.powow.domain.ServiceId;
import info.powow.domain.SessionId;
import info.powow.domain.Tag;
import info.powow.domain.audit.CaseEvent.BundleFetched;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.CaseEvent.CaseApproved;
import info.powow.domain.audit.CaseEvent.CaseClosed;
import info.powow.domain.audit.CaseEvent.CaseOpened;
import info.powow.domain.audit.CaseEvent.LookRefused;
import info.powow.domain.audit.CaseEvent.Looked;
import info.powow.domain.audit.CaseScope;
import info.powow.domain.campaign.CampaignEvent.CampaignApproved;
import info.powow.domain.campaign.CampaignEvent.CampaignDrafted;
import info.powow.domain.campaign.CampaignEvent.CampaignPaused;
import info.powow.domain.campaign.CampaignEvent.CampaignStarted;
import info.powow.domain.campaign.CampaignEvent.CampaignStopped;
import info.powow.domain.campaign.CampaignText;
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
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.domain.conversation.Role;
import info.powow.domain.erasure.ErasureEvent.ErasureAsked;
import info.powow.domain.erasure.ErasureEvent.ErasureBegun;
import info.powow.domain.erasure.ErasureEvent.ErasureDeferred;
import info.powow.domain.erasure.ErasureEvent.ErasureDone;
import info.powow.domain.erasure.ErasureEvent.ErasureWithdrawn;
import info.powow.domain.erasure.HoldEvent.HoldEnded;
import info.powow.domain.erasure.HoldEvent.HoldPlaced;
import info.powow.domain.erasure.HoldEvent.HoldReleased;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.domain.erasure.StoreReport;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.gathering.GatheringEvent.GatheringChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPictureChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.GatheringEvent.GatheringRescheduled;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.identity.AccountEvent.AccountOpened;
import info.powow.domain.identity.AccountEvent.HandleReserved;
import info.powow.domain.identity.Handle;
import info.powow.domain.identity.SessionEvent;
import info.powow.domain.identity.SessionEvent.SessionEnded;
import info.powow.domain.identity.SessionEvent.SessionRefreshed;
import info.powow.domain.identity.SessionEvent.SessionStarted;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailEvent.MailAddressAsked;
import info.powow.domain.mail.MailEvent.MailAddressConfirmed;
import info.powow.domain.mail.MailEvent.MailAddressRemoved;
import info.powow.domain.mail.MailEvent.MailBounced;
import info.powow.domain.mail.MailEvent.MailComplained;
import info.powow.domain.mail.MailEvent.MailConsentChanged;
import info.powow.domain.mail.MailEvent.MailLanguageChanged;
import info.powow.domain.mail.MailEvent.MailUnsubscribed;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.DeviceEvent.DeviceAdded;
import info.powow.domain.notification.DeviceEvent.DeviceRemoved;
import info.powow.domain.notification.DeviceEvent.DeviceReplaced;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.DigestTime;
import info.powow.domain.notification.Level;
import info.powow.domain.notification.NearbyLevel;
import info.powow.domain.notification.NearbyNotices;
import info.powow.domain.notification.NotificationEvent.ConversationLevelChanged;
import info.powow.domain.notification.NotificationEvent.NotificationsChanged;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.WebPushKeys;
import info.powow.domain.operation.OperationEvent.EventSkipped;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.InboxSection;
import info.powow.domain.person.MayAdd;
import info.powow.domain.person.MayWrite;
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
import info.powow.domain.place.Cell;
import info.powow.domain.place.Place;
import info.powow.domain.publicservice.Contact;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.domain.publicservice.OpeningHours.Special;
import info.powow.domain.publicservice.OpeningHours.Weekly;
import info.powow.domain.publicservice.ServiceEvent.ServiceChanged;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.ServiceWithdrawn;
import info.powow.domain.publicservice.ServiceEvent.SpeakerAccepted;
import info.powow.domain.publicservice.ServiceEvent.SpeakerDeclined;
import info.powow.domain.publicservice.ServiceEvent.SpeakerInvited;
import info.powow.domain.publicservice.ServiceEvent.SpeakerUninvited;
import info.powow.domain.refusal.CommandRefused;
import info.powow.domain.report.ReportEvent.MessageReported;
import info.powow.domain.report.ReportEvent.PersonReported;
import info.powow.domain.report.ReportEvent.ReportClosed;
import info.powow.domain.report.ReportOutcome;
import info.powow.domain.report.ReportReason;
import info.powow.domain.staff.RoleEvent.RoleGranted;
import info.powow.domain.staff.RoleEvent.RoleRevoked;
import info.powow.domain.staff.StaffRole;
import info.powow.domain.staff.StaffScope;
import info.powow.domain.staff.StaffTokenIssued;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One event of each type, with every field filled.
public final class SampleEvents {
  static final ConversationId CONVERSATION =
      new ConversationId("g0123456789abcdef0123456789abcdef");
  static final PersonId ADA = new PersonId("p00000000000000000000000000000ada");
  static final PersonId BOB = new PersonId("p00000000000000000000000000000b0b");
  static final CampaignId CAMPAIGN = new CampaignId("c0123456789abcdef0123456789abcdef");
  static final HoldId HOLD = new HoldId("h0123456789abcdef0123");
  static final PersonId CLEO = new PersonId("p0000000000000000000000000000c1e0");
  static final ReportId REPORT = new ReportId("r019b7b5a3c4e0123456789abcdef01234567");
  static final CaseId CASE = new CaseId("a0123456789abcdef0123");
  static final CommandKey KEY = new CommandKey("5c1f2a34-0d6e-4a59-9a3e-1f7c6f0d2b11");
  static final ImageId IMAGE = new ImageId("i0123456789abcdef0123456789abcdef");
  static final Instant AT = Instant.parse("2026-01-02T03:04:05.060Z");

  static final GatheringId GATHERING = new GatheringId("t0123456789abcdef0123456789abcdef");
  static final ServiceId SERVICE = new ServiceId("s0123456789abcdef0123456789abcdef");
  static final DeviceId DEVICE = new DeviceId("d0123456789abcdef0123456789abcdef");
  static final WebPushKeys WEB_PUSH_KEYS =
      new WebPushKeys(
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
          "BTBZMqHH6r4Tts7J_aSIgg");
  static final Announcement PICNIC =
      new Announcement(
          "Picknick 🧺",
          "Bringt Becher mit.\n",
          new Tag("essen"),
          new Place(52.52, 13.4, "Wiese am See"),
          20);
  static final Schedule SATURDAY =
      new Schedule(
          Instant.parse("2026-06-06T13:00:00Z"),
          Instant.parse("2026-06-06T18:00:00Z"),
          ZoneId.of("Europe/Berlin"));
  static final Description LIBRARY =
      new Description(
          "Bibliothek",
          "Leiht Bücher aus.",
          new Tag("bücherei"),
          new Place(-33.5, 151.25, "Marktplatz 1"),
          5_000,
          new OpeningHours(
              ZoneId.of("Europe/Berlin"),
              List.of(
                  new Weekly(
                      Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                      LocalTime.of(9, 0),
                      LocalTime.of(17, 30))),
              List.of(
                  new Special(LocalDate.of(2026, 12, 24), LocalDate.of(2026, 12, 26), null, null),
                  new Special(
                      LocalDate.of(2026, 12, 31),
                      LocalDate.of(2026, 12, 31),
                      LocalTime.of(9, 0),
                      LocalTime.of(12, 0)))),
          new Contact("+49 30 1234", "auskunft@bibliothek.example", "https://bibliothek.example/"));
  static final ContentHash HASH =
      new ContentHash("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  static final String PLACEHOLDER = "3OcRJYB4d3h/iIeHeEh3eIhw+j2w";

  static final Picture PICTURE =
      new Picture(IMAGE, HASH, ImageFormat.JPEG, 3_024, 4_032, PLACEHOLDER);

  /// Messages as they were before they had picture descriptions.
  static final MessageSent WITHOUT_PICTURES = message(List.of());

  private SampleEvents() {}

  public static List<Object> all() {
    return List.of(
        new DirectOpened(CONVERSATION, ADA, List.of(ADA, BOB), AT),
        new GroupCreated(
            CONVERSATION,
            KEY,
            ADA,
            "Hof & Garten 🌻",
            List.of(ADA, BOB),
            true,
            false,
            GATHERING,
            AT),
        new MemberJoined(CONVERSATION, BOB, AT),
        new MemberAdded(CONVERSATION, BOB, ADA, AT),
        new MemberLeft(CONVERSATION, BOB, AT),
        new MemberRemoved(CONVERSATION, BOB, ADA, AT),
        new MemberInvited(CONVERSATION, BOB, ADA, AT),
        new MemberBanned(CONVERSATION, BOB, ADA, AT),
        new MemberUnbanned(CONVERSATION, BOB, ADA, AT),
        new RequestAccepted(CONVERSATION, BOB, AT),
        new AuthorErased(CONVERSATION, BOB, AT),
        new PersonErased(BOB, AT),
        new ErasureAsked(ADA, BOB, CASE, AT, AT),
        new ErasureWithdrawn(ADA, AT),
        new ErasureBegun(ADA, List.of(HOLD), AT),
        new ErasureDeferred(
            ADA, List.of(HOLD), List.of(new StoreReport(PlaintextStore.VIEWS, 7)), 3, AT),
        new HoldPlaced(HOLD, CASE, BOB, List.of(ADA), List.of(CONVERSATION), AT),
        new HoldReleased(HOLD, BOB, AT),
        new HoldEnded(HOLD, 3, AT),
        new ErasureDone(ADA, List.of(new StoreReport(PlaintextStore.VIEWS, 7)), 3, AT),
        new RoleChanged(CONVERSATION, BOB, Role.MODERATOR, ADA, AT),
        new GroupRenamed(CONVERSATION, "Hof", ADA, AT),
        new GroupAvatarChanged(CONVERSATION, PICTURE, ADA, AT),
        new GroupPlaceChanged(CONVERSATION, new Place(52.5219, 13.4132, "Am Brunnen"), ADA, AT),
        message(List.of(PICTURE)),
        new MessageEdited(CONVERSATION, 8, "Wer hat eine Säge?", List.of(BOB), ADA, AT),
        new MessageDeleted(CONVERSATION, 8, ADA, AT),
        new ReactionAdded(CONVERSATION, 8, "👍🏽", BOB, AT),
        new ReactionRemoved(CONVERSATION, 8, "👍🏽", BOB, AT),
        new MessagePinned(CONVERSATION, 8, ADA, AT),
        new MessageUnpinned(CONVERSATION, 8, ADA, AT),
        new ImageShared(
            IMAGE, ADA, HASH, ImageFormat.JPEG, 3_024, 4_032, PLACEHOLDER, 1_234_567, AT),
        new ImageErased(IMAGE, AT),
        new Read(CONVERSATION, BOB, 8, AT),
        new ProfileCreated(ADA, new Handle("ada"), "Ada L.", AT),
        new ProfileChanged(
            ADA,
            "Ada Lovelace",
            "Rechnet.",
            Discoverability.GROUPS,
            List.of(new Tag("brettspiele"), new Tag("schach")),
            AT),
        new AvatarChanged(ADA, PICTURE, AT),
        new PlaceUpdated(ADA, new Cell(52.51978, 13.40367, 500), AT),
        new ConsentChanged(ADA, MayAdd.NOBODY, MayWrite.CONTACTS, AT),
        new InvitationDeclined(ADA, CONVERSATION, BOB, 8, AT),
        new RequestDeclined(ADA, CONVERSATION, AT),
        new PersonBlocked(ADA, BOB, AT),
        new PersonUnblocked(ADA, BOB, AT),
        new ConversationMuted(ADA, CONVERSATION, AT.plusSeconds(3_600), AT),
        new ConversationUnmuted(ADA, CONVERSATION, AT),
        new ConversationArranged(ADA, CONVERSATION, InboxSection.ARCHIVED, true, AT),
        new HandleReserved(new Handle("ada"), ADA, AT),
        new AccountOpened(new Handle("ada"), ADA, "$argon2id$v=19$m=65536$c2FsdA$aGFzaA", AT),
        new SessionStarted(ADA, new SessionId("s1"), "Firefox on Linux", "aGFzaA", AT),
        new SessionRefreshed(ADA, new SessionId("s1"), "aGFzaA", "bmV4dA", AT),
        new SessionEnded(ADA, new SessionId("s1"), SessionEvent.Cause.SIGNED_OUT, AT),
        new GatheringPublished(GATHERING, KEY, ADA, PICNIC, SATURDAY, CONVERSATION, AT),
        new GatheringChanged(GATHERING, PICNIC, true, AT),
        new GatheringPictureChanged(GATHERING, PICTURE, ADA, AT),
        new GatheringRescheduled(GATHERING, SATURDAY, AT),
        new GatheringCancelled(GATHERING, AT),
        new GatheringAnswered(GATHERING, BOB, Answer.DECLINED, 12, 3, AT),
        new ServicePublished(SERVICE, KEY, ADA, LIBRARY, List.of(ADA), AT),
        new ServiceChanged(SERVICE, LIBRARY, List.of(BOB), ADA, AT),
        new SpeakerInvited(SERVICE, BOB, ADA, AT),
        new SpeakerUninvited(SERVICE, BOB, ADA, AT),
        new SpeakerAccepted(SERVICE, BOB, ADA, AT),
        new SpeakerDeclined(SERVICE, BOB, ADA, AT),
        new InviterRefused(BOB, ADA, AT),
        new ServiceWithdrawn(SERVICE, ADA, AT),
        new NotificationsChanged(
            ADA,
            Level.KEYWORDS,
            List.of(new Tag("pizza")),
            Preview.SENDER,
            new OpeningHours(
                ZoneId.of("Europe/Berlin"),
                List.of(
                    new OpeningHours.Weekly(
                        EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                        LocalTime.of(22, 0),
                        LocalTime.of(7, 0))),
                List.of()),
            new DigestTime(LocalTime.of(18, 30), ZoneId.of("Europe/Berlin")),
            new NearbyNotices(NearbyLevel.INTERESTS, 2_000),
            AT),
        new ConversationLevelChanged(ADA, CONVERSATION, Level.MENTIONS, AT),
        new DeviceAdded(
            DEVICE,
            ADA,
            DeviceKind.WEB,
            "https://push.example/abc",
            WEB_PUSH_KEYS,
            "k1",
            "Firefox on Linux",
            AT),
        new DeviceReplaced(
            DEVICE,
            BOB,
            ADA,
            DeviceKind.WEB,
            "https://push.example/abc",
            WEB_PUSH_KEYS,
            "k1",
            "Firefox on Linux",
            AT),
        new DeviceRemoved(DEVICE, BOB, DeviceEvent.Cause.GONE, AT),
        new MailAddressAsked(ADA, new MailAddress("ada@example.org"), MailLanguage.PL, AT),
        new MailAddressConfirmed(ADA, AT, AT),
        new MailAddressRemoved(ADA, AT),
        new MailLanguageChanged(ADA, MailLanguage.AR, AT),
        new MailConsentChanged(ADA, MailTopic.NEWS, true, AT),
        new MailUnsubscribed(ADA, MailTopic.DIGEST, AT),
        new MailBounced(ADA, AT, AT),
        new MailComplained(ADA, AT, AT),
        new CampaignDrafted(
            CAMPAIGN,
            ADA,
            List.of(new CampaignText(MailLanguage.EN, "Summer fair", "Come!\n\nBring cake.")),
            60,
            AT),
        new CampaignApproved(CAMPAIGN, BOB, AT),
        new CampaignStarted(CAMPAIGN, ADA, AT),
        new CampaignPaused(CAMPAIGN, BOB, AT),
        new CampaignStopped(CAMPAIGN, BOB, AT),
        new EventSkipped("views", "c1", 7, "MessageSent", ADA, "Not readable since the crash", AT),
        new RoleGranted(ADA, StaffRole.AUDITOR, BOB, AT),
        new RoleRevoked(ADA, StaffRole.AUDITOR, BOB, AT),
        new CaseOpened(
            CASE,
            ADA,
            "Who threatened Bob",
            "Court order 12 O 345/26",
            new CaseScope(List.of(CONVERSATION), List.of(BOB)),
            AT.plusSeconds(86_400),
            true,
            AT),
        new CaseApproved(CASE, BOB, AT),
        new CaseClosed(CASE, ADA, AT),
        new Looked(CASE, ADA, "t0123456789abcdef", "timeline g1 person=p1", 42, 3, "00ff", AT),
        new LookRefused(CASE, ADA, "t0123456789abcdef", "timeline g1 person=p1", AT),
        new BundleMade(
            CASE,
            ADA,
            "t0123456789abcdef",
            "b0123456789abcdef",
            "bundle b0123456789abcdef g1",
            42,
            3,
            1_234,
            "00ff",
            43,
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            AT),
        new BundleFetched(CASE, ADA, "t0123456789abcdef", "b0123456789abcdef", 17, AT),
        new PersonReported(REPORT, ADA, BOB, ReportReason.FALSE_IDENTITY, "He is not Bob.", AT),
        new MessageReported(
            REPORT, ADA, BOB, CONVERSATION, 17, ReportReason.THREAT, "He threatens Cleo.", AT),
        new ReportClosed(REPORT, ADA, CLEO, ReportOutcome.ACTION_TAKEN, "Bob was warned.", AT),
        new StaffTokenIssued(
            ADA,
            "t0123456789abcdef",
            List.of(StaffScope.AUDIT, StaffScope.APPROVE),
            "Request 17",
            AT.plusSeconds(900),
            AT),
        new CommandRefused(ADA, "SendMessage", Reason.TEXT_TOO_LONG, CONVERSATION, 3, AT));
  }

  private static MessageSent message(List<Picture> pictures) {
    return new MessageSent(
        CONVERSATION,
        KEY,
        ADA,
        "Wer hat Säge & Leiter? 🪚\n",
        List.of(IMAGE),
        pictures,
        7L,
        List.of(BOB),
        AT);
  }
}
