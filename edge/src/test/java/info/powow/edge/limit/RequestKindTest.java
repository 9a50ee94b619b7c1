package info.powow.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ReadCommand.MarkRead;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.place.Point;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestKindTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final ConversationId CHAT = ConversationId.ofDirect(ADA, BOB);
  private static final CommandKey KEY = new CommandKey("k");

  static Stream<Arguments> twins() {
    return Stream.of(
        Arguments.of(
            new SendMessage(CHAT, ADA, KEY, "tea?", List.of(), null, List.of()),
            "POST",
            "/api/conversations/{id}/messages",
            RequestKind.MESSAGE),
        Arguments.of(
            new EditMessage(CHAT, ADA, 1, "tea!", null),
            "PATCH",
            "/api/conversations/{id}/messages/{position}",
            RequestKind.CHANGE),
        Arguments.of(
            new AddReaction(CHAT, ADA, 1, "👍"),
            "PUT",
            "/api/conversations/{id}/messages/{position}/reactions/{emoji}",
            RequestKind.CHANGE),
        Arguments.of(new OpenDirect(ADA, BOB), "POST", "/api/direct", RequestKind.CREATION),
        Arguments.of(
            new CreateGroup(ADA, KEY, "Tea", List.of(BOB), true, false),
            "POST",
            "/api/groups",
            RequestKind.CREATION),
        Arguments.of(
            new AddMember(CHAT, ADA, BOB),
            "POST",
            "/api/conversations/{id}/members",
            RequestKind.ADDITION),
        Arguments.of(
            new MarkRead(CHAT, ADA, 1), "PUT", "/api/conversations/{id}/read", RequestKind.SIGNAL),
        Arguments.of(
            new UpdatePlace(ADA, new Point(1, 2)), "PUT", "/api/me/place", RequestKind.SIGNAL),
        Arguments.of(
            new BlockPerson(ADA, BOB), "PUT", "/api/blocked/{personId}", RequestKind.CHANGE));
  }

  @ParameterizedTest
  @MethodSource("twins")
  void theSameCommandCountsTheSameWhicheverWayItComes(
      Object command, String method, String route, RequestKind kind) {
    assertThat(RequestKind.of(command)).isEqualTo(kind);
    assertThat(RequestKind.of(method, route)).isEqualTo(kind);
  }

  @Test
  void whatIsReadCountsByWhatItCosts() {
    assertThat(RequestKind.of("GET", "/api/people")).isEqualTo(RequestKind.LOOK_UP);
    assertThat(RequestKind.of("GET", "/api/people/{id}")).isEqualTo(RequestKind.LOOK_UP);
    assertThat(RequestKind.of("GET", "/api/nearby/people")).isEqualTo(RequestKind.NEARBY);
    assertThat(RequestKind.of("GET", "/api/search")).isEqualTo(RequestKind.SEARCH);
    assertThat(RequestKind.of("GET", "/api/me")).isEqualTo(RequestKind.READ);
    assertThat(RequestKind.of("HEAD", "/api/images/{id}")).isEqualTo(RequestKind.READ);
    assertThat(RequestKind.of("POST", "/api/images")).isEqualTo(RequestKind.UPLOAD);
  }
}
