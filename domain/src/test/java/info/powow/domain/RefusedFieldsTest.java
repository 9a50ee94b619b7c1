package info.powow.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.RenameGroup;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.identity.Handle;
import info.powow.domain.identity.Password;
import info.powow.domain.notification.DeviceCommand.AddDevice;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.Level;
import info.powow.domain.notification.NearbyNotices;
import info.powow.domain.notification.NotificationSettings;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.WebPushKeys;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.ChangeProfile;
import info.powow.domain.person.PersonCommand.MuteConversation;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.domain.publicservice.Contact;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.OpeningHours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A rule that looks at one field names it as the wire does.
class RefusedFieldsTest {
  private static final ConversationId CHAT = new ConversationId("c");
  private static final PersonId ADA = new PersonId("ada");
  private static final CommandKey KEY = new CommandKey("k");
  private static final Place HERE = new Place(1, 1, null);
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final String ADDRESS = "https://push.example/1";

  /// The generator of P-256.
  private static final WebPushKeys KEYS =
      new WebPushKeys(
          "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
          "A".repeat(22));

  private static final String CONTROL = "a\u0007";

  static Stream<Arguments> refused() {
    return Stream.of(
        rule("name", Reason.INVALID_NAME, () -> group(" ")),
        rule("name", Reason.INVALID_NAME, () -> new RenameGroup(CHAT, ADA, CONTROL)),
        rule("name", Reason.INVALID_TEXT, () -> new RenameGroup(CHAT, ADA, "a\ud800")),
        rule("with", Reason.WITH_YOURSELF, () -> new OpenDirect(ADA, ADA)),
        rule("text", Reason.INVALID_TEXT, () -> message(CONTROL)),
        rule("text", Reason.EMPTY_MESSAGE, () -> message(" ")),
        rule("text", Reason.INVALID_TEXT, () -> new EditMessage(CHAT, ADA, 1, CONTROL, null)),
        rule("text", Reason.EMPTY_MESSAGE, () -> new EditMessage(CHAT, ADA, 1, " ", null)),
        rule("emoji", Reason.INVALID_EMOJI, () -> Texts.requireEmoji("emoji", "ab")),
        rule("displayName", Reason.INVALID_NAME, () -> profile(" ", null, null)),
        rule("about", Reason.INVALID_TEXT, () -> profile(null, CONTROL, null)),
        rule("about", Reason.TEXT_TOO_LONG, () -> profile(null, "x".repeat(2_049), null)),
        rule("interests", Reason.TOO_MANY_TAGS, () -> profile(null, null, tags(21))),
        rule("personId", Reason.WITH_YOURSELF, () -> new BlockPerson(ADA, ADA)),
        rule("until", Reason.INVALID_TIME, () -> new MuteConversation(ADA, CHAT, Instant.MAX)),
        rule("title", Reason.INVALID_NAME, () -> new Announcement(" ", "", null, HERE, null)),
        rule("text", Reason.INVALID_TEXT, () -> new Announcement("a", CONTROL, null, HERE, null)),
        rule(
            "text",
            Reason.TEXT_TOO_LONG,
            () -> new Announcement("a", "x".repeat(8_193), null, HERE, null)),
        rule("capacity", Reason.INVALID_CAPACITY, () -> new Announcement("a", "", null, HERE, 0)),
        rule("end", Reason.INVALID_SCHEDULE, () -> new Schedule(NOW, NOW, ZoneOffset.UTC)),
        rule("lat", Reason.INVALID_PLACE, () -> new Point(91, 0)),
        rule("lon", Reason.INVALID_PLACE, () -> new Point(0, Double.NaN)),
        rule("label", Reason.INVALID_NAME, () -> new Place(0, 0, " ")),
        rule("name", Reason.INVALID_NAME, () -> service(" ", "", 0)),
        rule("text", Reason.INVALID_TEXT, () -> service("a", CONTROL, 0)),
        rule("text", Reason.TEXT_TOO_LONG, () -> service("a", "x".repeat(8_193), 0)),
        rule("area", Reason.INVALID_PLACE, () -> service("a", "", -1)),
        rule("telephone", Reason.INVALID_CONTACT, () -> new Contact("x", null, null)),
        rule("email", Reason.INVALID_CONTACT, () -> new Contact(null, "x", null)),
        rule("website", Reason.INVALID_CONTACT, () -> new Contact(null, null, "http://x")),
        rule("dayOfWeek", Reason.INVALID_HOURS, () -> weekly(Set.of(), LocalTime.NOON)),
        rule(
            "opens",
            Reason.INVALID_HOURS,
            () -> weekly(Set.of(DayOfWeek.MONDAY), LocalTime.of(9, 0, 1))),
        rule("closes", Reason.INVALID_HOURS, () -> special(1, LocalTime.NOON, null)),
        rule("opens", Reason.INVALID_HOURS, () -> special(1, null, LocalTime.NOON)),
        rule("validThrough", Reason.INVALID_HOURS, () -> special(-1, null, null)),
        rule(
            "keywords",
            Reason.TOO_MANY_TAGS,
            () ->
                new NotificationSettings(
                    Level.ALL, tags(21), Preview.TEXT, null, null, NearbyNotices.DEFAULT)),
        rule("label", Reason.INVALID_NAME, () -> device(" ")),
        rule("password", Reason.INVALID_PASSWORD, () -> password("short")),
        rule("password", Reason.WEAK_PASSWORD, () -> password("aaaaaaaaaa")));
  }

  private static Arguments rule(String field, Reason reason, Runnable breach) {
    return Arguments.of(field, reason, breach);
  }

  private static CreateGroup group(String name) {
    return new CreateGroup(ADA, KEY, name, List.of(), false, false);
  }

  private static SendMessage message(String text) {
    return new SendMessage(CHAT, ADA, KEY, text, List.of(), null, List.of());
  }

  private static ChangeProfile profile(
      @Nullable String name, @Nullable String about, @Nullable List<Tag> interests) {
    return new ChangeProfile(ADA, name, about, null, interests);
  }

  private static AddDevice device(String label) {
    return new AddDevice(ADA, DeviceKind.WEB, ADDRESS, KEYS, "k", label);
  }

  private static List<Tag> tags(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Tag("t" + i)).toList();
  }

  private static Description service(String name, String text, int area) {
    return new Description(name, text, null, HERE, area, null, null);
  }

  private static OpeningHours.Weekly weekly(Set<DayOfWeek> days, LocalTime opens) {
    return new OpeningHours.Weekly(days, opens, LocalTime.MIDNIGHT);
  }

  private static OpeningHours.Special special(
      int days, @Nullable LocalTime opens, @Nullable LocalTime closes) {
    LocalDate first = LocalDate.of(2026, 1, 2);
    return new OpeningHours.Special(first, first.plusDays(days), opens, closes);
  }

  private static String password(String password) {
    Password.requireNew(password, new Handle("ada"), "Ada", Set.of());
    return "taken";
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aRuleNamesTheFieldThatBreaksIt(String field, Reason reason, Runnable breach) {
    Rejected refusal = catchThrowableOfType(Rejected.class, breach::run);

    assertThat(refusal.reason()).isEqualTo(reason);
    FieldError error = Objects.requireNonNull(refusal.error());
    assertThat(error.field()).isEqualTo(field);
    assertThat(error.expected()).isEqualTo(reason.message());
    assertThat(refusal.detail()).isEqualTo(reason.message());
  }
}
