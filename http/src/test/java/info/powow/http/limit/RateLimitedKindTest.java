package info.powow.http.limit;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ReadCommand.MarkRead;
import info.powow.domain.notification.DeviceCommand.AddDevice;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.WebPushKeys;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.place.Point;
import info.powow.domain.report.ReportCommand.ReportMessage;
import info.powow.domain.report.ReportCommand.ReportPerson;
import info.powow.domain.report.ReportReason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RateLimitedKindTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final ConversationId CHAT = ConversationId.ofDirect(ADA, BOB);
  private static final CommandKey KEY = new CommandKey("k");

  /// The generator of P-256.
  private static final String POINT =
      "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

  static Stream<Arguments> twins() {
    return Stream.of(
        Arguments.of(
            new SendMessage(CHAT, ADA, KEY, "tea?", List.of(), null, List.of()),
            "POST",
            "/api/conversations/{id}/messages",
            RateLimitedKind.MESSAGE),
        Arguments.of(
            new EditMessage(CHAT, ADA, 1, "tea!", null),
            "PATCH",
            "/api/conversations/{id}/messages/{position}",
            RateLimitedKind.CHANGE),
        Arguments.of(
            new AddReaction(CHAT, ADA, 1, "👍"),
            "PUT",
            "/api/conversations/{id}/messages/{position}/reactions/{emoji}",
            RateLimitedKind.CHANGE),
        Arguments.of(new OpenDirect(ADA, BOB), "POST", "/api/direct", RateLimitedKind.CREATION),
        Arguments.of(
            new CreateGroup(ADA, KEY, "Tea", List.of(BOB), true, false),
            "POST",
            "/api/groups",
            RateLimitedKind.CREATION),
        Arguments.of(
            new AddDevice(
                ADA,
                DeviceKind.WEB,
                "https://push.example/1",
                new WebPushKeys(POINT, "A".repeat(22)),
                "k",
                "Phone"),
            "POST",
            "/api/me/devices",
            RateLimitedKind.CREATION),
        Arguments.of(
            new AddMember(CHAT, ADA, BOB),
            "POST",
            "/api/conversations/{id}/members",
            RateLimitedKind.ADDITION),
        Arguments.of(
            new MarkRead(CHAT, ADA, 1),
            "PUT",
            "/api/conversations/{id}/read",
            RateLimitedKind.SIGNAL),
        Arguments.of(
            new UpdatePlace(ADA, new Point(1, 2)), "PUT", "/api/me/place", RateLimitedKind.SIGNAL),
        Arguments.of(
            new ReportPerson(ADA, new ReportId("r"), BOB, ReportReason.SPAM, null),
            "POST",
            "/api/reports",
            RateLimitedKind.REPORT),
        Arguments.of(
            new ReportMessage(ADA, new ReportId("r"), CHAT, 1, ReportReason.SPAM, null),
            "POST",
            "/api/reports",
            RateLimitedKind.REPORT),
        Arguments.of(
            new BlockPerson(ADA, BOB), "PUT", "/api/blocked/{personId}", RateLimitedKind.CHANGE));
  }

  @ParameterizedTest
  @MethodSource("twins")
  void theSameCommandCountsTheSameWhicheverWayItComes(
      Object command, String method, String route, RateLimitedKind kind) {
    assertThat(RateLimitedKind.of(command)).isEqualTo(kind);
    assertThat(RateLimitedKind.of(method, route)).isEqualTo(kind);
  }

  @Test
  void whatIsReadCountsByWhatItCosts() {
    assertThat(RateLimitedKind.of("GET", "/api/people")).isEqualTo(RateLimitedKind.LOOK_UP);
    assertThat(RateLimitedKind.of("GET", "/api/people/{id}")).isEqualTo(RateLimitedKind.LOOK_UP);
    assertThat(RateLimitedKind.of("GET", "/api/conversations/{id}/preview"))
        .isEqualTo(RateLimitedKind.LOOK_UP);
    assertThat(RateLimitedKind.of("GET", "/api/nearby/people")).isEqualTo(RateLimitedKind.NEARBY);
    assertThat(RateLimitedKind.of("GET", "/api/search")).isEqualTo(RateLimitedKind.SEARCH);
    assertThat(RateLimitedKind.of("GET", "/api/me")).isEqualTo(RateLimitedKind.READ);
    assertThat(RateLimitedKind.of("HEAD", "/api/images/{id}")).isEqualTo(RateLimitedKind.READ);
    assertThat(RateLimitedKind.of("POST", "/api/images")).isEqualTo(RateLimitedKind.UPLOAD);
  }
}
