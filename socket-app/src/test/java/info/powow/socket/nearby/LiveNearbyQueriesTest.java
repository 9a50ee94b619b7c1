package info.powow.socket.nearby;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberBanned;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberUnbanned;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.nearby.Attendees;
import info.powow.domain.nearby.FindAttendees;
import info.powow.domain.nearby.FindNearby;
import info.powow.domain.nearby.Nearby;
import info.powow.domain.nearby.NearbyGroup;
import info.powow.domain.nearby.NearbyPerson;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.place.Grid;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.socket.push.Outbox;
import info.powow.socket.push.Subscriber;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.MessageHead;
import info.powow.socket.stomp.StompVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveNearbyQueriesTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final ConversationId STREET = new ConversationId("street");
  private static final Point HERE = new Point(52.52, 13.40);
  private static final Point FAR = new Point(48.85, 2.35);
  private static final Grid GRID = new Grid(500);
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Deque<CompletableFuture<Nearby>> questions = new ArrayDeque<>();
  private long nanos;

  private final LiveNearbyQueries liveNearbyQueries =
      new LiveNearbyQueries(
          new NearbySource() {
            @Override
            public CompletableFuture<Nearby> find(FindNearby query) {
              CompletableFuture<Nearby> question = new CompletableFuture<>();
              questions.add(question);
              return question;
            }

            @Override
            public CompletableFuture<Attendees> find(FindAttendees query) {
              return CompletableFuture.completedFuture(new Attendees("Picnic", List.of(ADA)));
            }
          },
          Runnable::run,
          new Outbox(),
          new EventJson(EventTypes.builder().build()),
          () -> nanos);

  @Test
  void whoBeginsIsToldWhatIsThereAndThenThatThisIsAll() {
    Device ada = new Device(ADA);
    liveNearbyQueries.subscribe(ada.lookingAround(HERE), new Topic.Nearby(HERE, 5_000));
    sees(person("bob", "Bob"));

    assertThat(ada.bodies)
        .containsExactly(
            "{\"type\":\"appeared\",\"kind\":\"person\",\"id\":\"bob\",\"person\":{\"personId\":\"bob\",\"displayName\":\"Bob\",\"about\":\"\",\"distance\":500,\"recent\":true}}",
            "{\"type\":\"caughtUp\"}");
  }

  @Test
  void onlyDifferencesAreTold() {
    Device ada = looking();
    moves(BOB, HERE);
    sees(person("bob", "Bob"));
    moves(BOB, HERE);
    sees(person("bob", "Bob"));
    assertThat(ada.bodies).hasSize(1);
    moves(BOB, HERE);
    sees(person("bob", "Bobby"));
    moves(BOB, FAR);
    sees();

    assertThat(ada.bodies)
        .extracting(body -> body.substring(9, body.indexOf('"', 9)))
        .containsExactly("appeared", "changed", "gone");
  }

  @Test
  void aGroupThatIsPutNearbyAppearsAndChangesWithItsMembers() {
    Device ada = looking();
    happens(new GroupPlaceChanged(STREET, new Place(HERE.lat(), HERE.lon(), null), BOB, NOW));
    seesGroup("Street", 1);
    happens(new MemberJoined(STREET, ADA, NOW));
    seesGroup("Street", 2);
    happens(new GroupRenamed(STREET, "Our street", BOB, NOW));
    seesGroup("Our street", 2);
    happens(new GroupPlaceChanged(STREET, null, BOB, NOW));
    sees();

    assertThat(ada.bodies)
        .containsExactly(
            "{\"type\":\"appeared\",\"kind\":\"group\",\"id\":\"street\",\"group\":{\"conversationId\":\"street\",\"name\":\"Street\",\"memberCount\":1,\"place\":{\"lat\":52.52,\"lon\":13.4},\"distance\":10}}",
            "{\"type\":\"changed\",\"kind\":\"group\",\"id\":\"street\",\"group\":{\"conversationId\":\"street\",\"name\":\"Street\",\"memberCount\":2,\"place\":{\"lat\":52.52,\"lon\":13.4},\"distance\":10}}",
            "{\"type\":\"changed\",\"kind\":\"group\",\"id\":\"street\",\"group\":{\"conversationId\":\"street\",\"name\":\"Our street\",\"memberCount\":2,\"place\":{\"lat\":52.52,\"lon\":13.4},\"distance\":10}}",
            "{\"type\":\"gone\",\"kind\":\"group\",\"id\":\"street\"}");
  }

  @Test
  void aChangeOfAnItemThatTheQueryUnderWayFindsIsNotMissed() {
    Device ada = looking();
    happens(new GroupPlaceChanged(STREET, new Place(HERE.lat(), HERE.lon(), null), BOB, NOW));
    liveNearbyQueries.on(new GroupRenamed(STREET, "Our street", BOB, NOW));
    seesGroup("Street", 1);
    later(2);
    liveNearbyQueries.tick();
    seesGroup("Our street", 1);

    assertThat(ada.bodies).hasSize(2);
    assertThat(ada.bodies.getLast()).contains("\"type\":\"changed\"", "Our street");
  }

  @Test
  void aChangeElsewhereWhileAQueryIsUnderWayAsksNothing() {
    looking();
    happens(new GroupPlaceChanged(STREET, new Place(HERE.lat(), HERE.lon(), null), BOB, NOW));
    liveNearbyQueries.on(new GroupRenamed(new ConversationId("elsewhere"), "Far", BOB, NOW));
    seesGroup("Street", 1);
    later(2);
    liveNearbyQueries.tick();

    assertThat(questions).isEmpty();
  }

  @Test
  void manyChangesElsewhereWhileAQueryIsUnderWayRepeatNothing() {
    looking();
    happens(new GroupPlaceChanged(STREET, new Place(HERE.lat(), HERE.lon(), null), BOB, NOW));
    for (int i = 0; i < 10_000; i++) {
      liveNearbyQueries.on(new GroupRenamed(new ConversationId("other" + i), "Far", BOB, NOW));
    }
    seesGroup("Street", 1);
    later(2);
    liveNearbyQueries.tick();

    assertThat(questions).isEmpty();
  }

  @Test
  void aBanIsNoticedByWhomItConcerns() {
    looking();
    happens(new MemberBanned(STREET, BOB, BOB, NOW));
    assertThat(questions).isEmpty();
    happens(new MemberBanned(STREET, ADA, BOB, NOW));
    sees();
    happens(new MemberUnbanned(STREET, ADA, BOB, NOW));
    assertThat(questions).hasSize(1);
  }

  @Test
  void whatHappensInGroupsElsewhereAsksNothing() {
    Device ada = looking();
    happens(new GroupPlaceChanged(STREET, new Place(FAR.lat(), FAR.lon(), null), BOB, NOW));
    happens(new MemberJoined(STREET, BOB, NOW));
    assertThat(questions).isEmpty();
    happens(new GroupPlaceChanged(STREET, new Place(HERE.lat(), HERE.lon(), null), BOB, NOW));
    seesGroup("Street", 2);
    happens(new MessageDeleted(STREET, 1, BOB, NOW));

    assertThat(questions).isEmpty();
    assertThat(ada.bodies).hasSize(1);
  }

  @Test
  void whatHappensElsewhereAsksNothing() {
    looking();
    moves(BOB, FAR);

    assertThat(questions).isEmpty();
  }

  @Test
  void manyEventsAreOneQuestionAndTheNextIsNotAskedAtOnce() {
    looking();
    for (int i = 0; i < 10; i++) {
      liveNearbyQueries.on(new PlaceUpdated(BOB, GRID.cellOf(HERE), NOW));
    }
    later(2);
    liveNearbyQueries.tick();
    assertThat(questions).hasSize(1);
    sees(person("bob", "Bob"));
    liveNearbyQueries.on(new PlaceUpdated(BOB, GRID.cellOf(HERE), NOW));
    later(1);
    liveNearbyQueries.tick();

    assertThat(questions).isEmpty();
  }

  @Test
  void aBlockIsNoticedAndSoIsWhatChangesByItself() {
    looking();
    liveNearbyQueries.on(new PersonBlocked(BOB, ADA, NOW));
    later(2);
    liveNearbyQueries.tick();
    assertThat(questions).hasSize(1);
    sees();
    later(60);
    liveNearbyQueries.tick();
    assertThat(questions).hasSize(1);
  }

  @Test
  void anAnswerThatDoesNotComeIsAskedForAgain() {
    Device ada = looking();
    moves(BOB, HERE);
    questions.remove().completeExceptionally(new IllegalStateException("away"));
    later(2);
    liveNearbyQueries.tick();
    sees(person("bob", "Bob"));

    assertThat(ada.bodies).hasSize(1);
  }

  @Test
  void whoGoesIsToldThatItIsCancelledAndNobodyElse() {
    Device ada = new Device(ADA);
    Device bob = new Device(BOB);
    liveNearbyQueries.subscribe(ada.lookingAround(null), new Topic.Nearby(null, 0));
    liveNearbyQueries.subscribe(bob.lookingAround(null), new Topic.Nearby(null, 0));
    liveNearbyQueries.on(new GatheringCancelled(new GatheringId("picnic"), NOW));

    assertThat(questions).isEmpty();
    assertThat(ada.bodies)
        .containsExactly(
            "{\"type\":\"gatheringCancelled\",\"gatheringId\":\"picnic\",\"title\":\"Picnic\"}");
    assertThat(bob.bodies).isEmpty();
  }

  @Test
  void whoHasGoneIsToldNothing() {
    Device ada = new Device(ADA);
    Subscription subscription = ada.lookingAround(HERE);
    liveNearbyQueries.subscribe(subscription, new Topic.Nearby(HERE, 5_000));
    liveNearbyQueries.unsubscribe(subscription);
    sees(person("bob", "Bob"));
    assertThat(ada.bodies).isEmpty();

    liveNearbyQueries.subscribe(ada.lookingAround(HERE), new Topic.Nearby(HERE, 5_000));
    liveNearbyQueries.closed(ada);
    sees(person("bob", "Bob"));
    assertThat(ada.bodies).isEmpty();
  }

  @Test
  void onePersonHasFourLookouts() {
    Device ada = new Device(ADA);
    for (int i = 0; i < 5; i++) {
      liveNearbyQueries.subscribe(ada.lookingAround(HERE), new Topic.Nearby(HERE, 5_000));
    }

    assertThat(questions).hasSize(4);
    assertThat(ada.refusals).containsExactly(Reason.TOO_MANY_SUBSCRIPTIONS);
  }

  // --- Helpers -----------------------------------------------------------------------------------

  /// A live query of Ada's with an empty result, two seconds old.
  private Device looking() {
    Device ada = new Device(ADA);
    liveNearbyQueries.subscribe(ada.lookingAround(HERE), new Topic.Nearby(HERE, 5_000));
    sees();
    later(2);
    ada.bodies.clear();
    return ada;
  }

  private void moves(PersonId person, Point to) {
    liveNearbyQueries.on(new PlaceUpdated(person, GRID.cellOf(to), NOW));
    later(2);
    liveNearbyQueries.tick();
  }

  private void happens(ConversationEvent event) {
    liveNearbyQueries.on(event);
    later(2);
    liveNearbyQueries.tick();
  }

  private void sees(NearbyPerson... people) {
    questions.remove().complete(new Nearby(List.of(people), List.of(), List.of(), List.of()));
  }

  private void seesGroup(String name, int members) {
    NearbyGroup group =
        new NearbyGroup(
            STREET.value(), name, null, members, new Place(HERE.lat(), HERE.lon(), null), 10);
    questions.remove().complete(new Nearby(List.of(), List.of(), List.of(), List.of(group)));
  }

  private static NearbyPerson person(String id, String name) {
    return new NearbyPerson(id, name, "", List.of(), 500, true);
  }

  private void later(int seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  /// Records what it receives.
  private static final class Device implements Subscriber {
    private final PersonId person;
    private final List<String> bodies = new ArrayList<>();
    private final List<Reason> refusals = new ArrayList<>();

    Device(PersonId person) {
      this.person = person;
    }

    Subscription lookingAround(@Nullable Point centre) {
      return new Subscription(
          this,
          "nearby",
          new Topic.Nearby(centre, 5_000),
          MessageHead.of(StompVersion.V1_2, Topic.NEARBY, "nearby"),
          Topic.NEARBY,
          null,
          null);
    }

    @Override
    public PersonId person() {
      return person;
    }

    @Override
    public boolean keep(byte[] frame) {
      String text = new String(frame, StandardCharsets.UTF_8);
      bodies.add(text.substring(text.indexOf("\n\n") + 2, text.length() - 1));
      return false;
    }

    @Override
    public void flush() {}

    @Override
    public void send(List<byte[]> frames) {}

    @Override
    public boolean awaitRoom() {
      return true;
    }

    @Override
    public void subscribed(Subscription subscription) {}

    @Override
    public void refused(Subscription subscription, Reason reason) {
      refusals.add(reason);
    }

    @Override
    public void overflowed() {}
  }
}
