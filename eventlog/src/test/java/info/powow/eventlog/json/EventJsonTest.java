package info.powow.eventlog.json;

import static info.powow.eventlog.json.SampleEvents.ADA;
import static info.powow.eventlog.json.SampleEvents.AT;
import static info.powow.eventlog.json.SampleEvents.BOB;
import static info.powow.eventlog.json.SampleEvents.CONVERSATION;
import static info.powow.eventlog.json.SampleEvents.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventJsonTest {
  record Saved(Conversation state) {}

  record Held(Instant at, Map<PersonId, List<PersonId>> people, @Nullable PersonId nobody) {}

  record Refused(Reason reason) {}

  private static final EventJson JSON =
      new EventJson(EventTypes.ofPowow().and().type(Saved.class).type(Held.class).build());

  @Test
  void whatIsAbsentIsLeftOutAndReadBackAsAbsentOrEmpty() {
    MessageSent sent =
        new MessageSent(CONVERSATION, KEY, ADA, "", List.of(), List.of(), null, List.of(), AT);
    String json = json(sent);

    assertThat(json)
        .contains("\"text\":\"\"")
        .doesNotContain("images", "pictures", "replyTo", "mentions", "null");
    assertThat(JSON.decode("MessageSent", bytes(json))).isEqualTo(sent);
  }

  @Test
  void anEditThatMentionsNobodyIsToldFromOneThatLeavesMentionsAsTheyWere() {
    MessageEdited nobody = new MessageEdited(CONVERSATION, 1, "x", List.of(), ADA, AT);
    MessageEdited asBefore = new MessageEdited(CONVERSATION, 1, "x", null, ADA, AT);

    assertThat(json(nobody)).contains("\"mentions\":[]");
    assertThat(json(asBefore)).doesNotContain("mentions");
    assertThat(JSON.decode("MessageEdited", bytes(json(nobody)))).isEqualTo(nobody);
    assertThat(JSON.decode("MessageEdited", bytes(json(asBefore)))).isEqualTo(asBefore);
  }

  @Test
  void fieldsOfALaterVersionAreIgnored() {
    String json = json(new MemberJoined(CONVERSATION, ADA, AT));
    String later = json.replace("{", "{\"mood\":{\"is\":[1,{}]},");

    assertThat(JSON.decode("MemberJoined", bytes(later)))
        .isEqualTo(new MemberJoined(CONVERSATION, ADA, AT));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05.000Z",
    "2026-01-02T03:04:05.06Z, 2026-01-02T03:04:05.060Z",
    "2026-01-02T03:04:05.123999999Z, 2026-01-02T03:04:05.123Z",
    "2026-12-31T23:59:59.999Z, 2026-12-31T23:59:59.999Z",
    "2000-02-29T00:00:00Z, 2000-02-29T00:00:00.000Z",
    "1969-12-31T23:59:59.001Z, 1969-12-31T23:59:59.001Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
    "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000Z",
    "-0001-01-01T00:00:00Z, -0001-01-01T00:00:00.000Z"
  })
  void timesHaveThreeFractionDigitsInUtc(String time, String written) {
    Held held = new Held(Instant.parse(time), Map.of(), null);

    assertThat(json(held)).isEqualTo("{\"at\":\"" + written + "\"}");
    assertThat(JSON.decode(Held.class, JSON.encode(held)).at()).isEqualTo(Instant.parse(written));
  }

  @Test
  void timesWithAnOffsetAreReadToo() {
    assertThat(JSON.decode(Held.class, bytes("{\"at\":\"2026-01-02T05:04:05.06+02:00\"}")).at())
        .isEqualTo(AT);
  }

  @Test
  void identifiersAreStringsAlsoAsKeys() {
    Held held = new Held(AT, Map.of(ADA, List.of(BOB)), BOB);

    assertThat(json(held))
        .contains("{\"" + ADA.value() + "\":[\"" + BOB.value() + "\"]}")
        .contains("\"nobody\":\"" + BOB.value() + "\"");
    assertThat(JSON.decode(Held.class, JSON.encode(held))).isEqualTo(held);
  }

  @Test
  void aStateIsReadAsItWasSaved() {
    List<ConversationEvent> events = new ArrayList<>();
    events.add(new GroupCreated(CONVERSATION, KEY, ADA, "Hof", List.of(ADA), true, false, AT));
    events.add(new MemberJoined(CONVERSATION, BOB, AT));
    for (int i = 0; i < 100; i++) {
      events.add(
          new MessageSent(
              CONVERSATION,
              new CommandKey("k" + i),
              ADA,
              "x",
              List.of(),
              List.of(),
              null,
              List.of(),
              AT));
    }
    events.add(new ReactionAdded(CONVERSATION, 90, "🌻", BOB, AT));
    events.add(new MessageDeleted(CONVERSATION, 5, ADA, AT));
    events.add(new MessagePinned(CONVERSATION, 91, ADA, AT));
    Conversation state = Conversation.unopened();
    for (ConversationEvent event : events) {
      state = Conversation.evolve(state, event);
    }
    Saved saved = new Saved(state);

    assertThat(json(saved)).startsWith("{\"state\":{\"is\":\"Group\",");
    assertThat(JSON.decode("Saved", JSON.encode(saved))).isEqualTo(saved);
    Saved unopened = new Saved(Conversation.unopened());
    assertThat(JSON.decode("Saved", JSON.encode(unopened))).isEqualTo(unopened);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void enumsAreInLowerCase(Reason reason) {
    Refused refused = new Refused(reason);

    assertThat(json(refused)).isEqualTo("{\"reason\":\"" + reason.code() + "\"}");
    assertThat(JSON.decode(Refused.class, JSON.encode(refused))).isEqualTo(refused);
  }

  @Test
  void aTypeThatIsNotKnownIsAnError() {
    assertThatThrownBy(() -> JSON.decode("MessageSung", bytes("{}")))
        .isInstanceOf(UnknownEventType.class)
        .hasMessageContaining("MessageSung")
        .hasMessageContaining("upcaster");
    assertThatThrownBy(() -> JSON.types().nameOf(String.class))
        .isInstanceOf(UnknownEventType.class)
        .hasMessageContaining("java.lang.String");
  }

  @Test
  void twoTypesMayNotShareAName() {
    record MessageSent() {}
    EventTypes.Builder builder = EventTypes.ofPowow().and();

    assertThatThrownBy(() -> builder.type(MessageSent.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same name in the log: MessageSent");
  }

  private static String json(Object value) {
    return new String(JSON.encode(value), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
