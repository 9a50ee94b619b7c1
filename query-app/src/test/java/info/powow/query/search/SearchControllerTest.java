package info.powow.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.PositionRange;
import info.powow.http.CursorCodec;
import info.powow.http.CursorScope;
import info.powow.identity.InstallationSecret;
import info.powow.identity.SignedIn;
import info.powow.projection.search.FoundMessages;
import info.powow.projection.search.FoundPlace;
import info.powow.projection.search.MessageQuery;
import info.powow.projection.search.MessageQuery.Visible;
import info.powow.projection.search.SearchUnavailable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchControllerTest {
  private static final SignedIn ADA = new SignedIn(new PersonId("ada"), Instant.MAX);
  private static final ConversationId CHAT = new ConversationId("chat");
  private static final ConversationId GROUP = new ConversationId("group");
  private static final List<PositionRange> WHOLE = List.of(PositionRange.startingAt(0));
  private static final List<PositionRange> PART = List.of(new PositionRange(3, 9));

  private static final CursorCodec CURSORS =
      new CursorCodec(
          InstallationSecret.of(Base64.getEncoder().encodeToString(new byte[32]), null),
          Clock.systemUTC());

  private final List<MessageQuery> asked = new ArrayList<>();
  private FoundMessages found = new FoundMessages(List.of(), null);
  private final SearchController controller =
      new SearchController(
          person -> person.equals(ADA.person()) ? Map.of(CHAT, WHOLE, GROUP, PART) : Map.of(),
          query -> {
            asked.add(query);
            return found;
          },
          CURSORS);

  @Test
  void everybodySearchesWhatTheyMaySeeAndNothingElse() {
    controller.search(ADA, "tea", null, null, null, null, null);
    controller.search(
        new SignedIn(new PersonId("eve"), Instant.MAX), "tea", null, null, null, null, null);

    assertThat(asked.getFirst().within())
        .containsExactlyInAnyOrder(new Visible(CHAT, WHOLE), new Visible(GROUP, PART));
    assertThat(asked.getLast().within()).isEmpty();
  }

  @Test
  void aSearchInOneConversationKeepsToItsVisibleParts() {
    controller.search(ADA, "tea", "group", null, null, null, null);

    assertThat(asked.getFirst().within()).containsExactly(new Visible(GROUP, PART));
  }

  @Test
  void somebodyElsesConversationIsNotFound() {
    refused(
        Reason.CONVERSATION_NOT_FOUND,
        () -> controller.search(ADA, "tea", "theirs", null, null, null, null));
    refused(
        Reason.INVALID_ID, () -> controller.search(ADA, "tea", "no id!", null, null, null, null));
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsAskedForIsHandedOnAsItIs() {
    Instant before = Instant.parse("2026-01-01T08:00:00Z");
    String cursor =
        CURSORS.seal(
            CursorScope.of(ADA.person(), "search", "a *:* OR \"b", "chat", "bob", before), "17");
    controller.search(ADA, "  a *:* OR \"b ", "chat", "bob", before, cursor, 7);

    assertThat(asked)
        .containsExactly(
            new MessageQuery(
                "a *:* OR \"b",
                List.of(new Visible(CHAT, WHOLE)),
                new PersonId("bob"),
                before,
                new FoundPlace(17),
                7));
  }

  @Test
  void theAnswerTellsWhereTheNextPageBegins() {
    assertThat(controller.search(ADA, "tea", null, null, null, null, null).cursor()).isNull();
    found = new FoundMessages(List.of(), new FoundPlace(17));
    String cursor = controller.search(ADA, "tea", null, null, null, null, null).cursor();
    assertThat(cursor).isNotNull();
    controller.search(ADA, "tea", null, null, null, cursor, 7);
    assertThat(asked.getLast().after()).isEqualTo(new FoundPlace(17));
    refused(
        Reason.INVALID_CURSOR, () -> controller.search(ADA, "coffee", null, null, null, cursor, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\t\n"})
  void withoutWordsThereIsNothingToLookFor(String words) {
    refused(
        Reason.INVALID_REQUEST, () -> controller.search(ADA, words, null, null, null, null, null));
  }

  @Test
  void aQuestionHasItsLimits() {
    refused(
        Reason.INVALID_REQUEST,
        () -> controller.search(ADA, "x".repeat(201), null, null, null, null, null));
    refused(
        Reason.INVALID_REQUEST, () -> controller.search(ADA, "tea", null, null, null, null, 51));
    refused(
        Reason.INVALID_CURSOR, () -> controller.search(ADA, "tea", null, null, null, "17.4", 20));
  }

  @Test
  void whileElasticsearchIsAwaySearchingSaysSo() {
    SearchController away =
        new SearchController(
            _ -> Map.of(CHAT, WHOLE),
            _ -> {
              throw new SearchUnavailable("it has not started yet");
            },
            CURSORS);

    refused(Reason.SEARCH_UNAVAILABLE, () -> away.search(ADA, "tea", null, null, null, null, null));
  }

  private static void refused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Rejected.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
