package info.powow.socket.push;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final PersonId CYD = new PersonId("cyd");
  private static final ConversationId GROUP = new ConversationId("g");
  private static final ConversationId OTHER = new ConversationId("o");

  private final PushWorld world = new PushWorld(PushWorld.limits(10, 4, 5));

  private PushWorld.Device live(PersonId person, String destination) {
    PushWorld.Device device = world.new Device(person);
    device.subscribe(destination, null);
    world.settle();
    return device;
  }

  private PushWorld.Device resuming(PersonId person, Map<ConversationId, Long> has) {
    PushWorld.Device device = world.new Device(person);
    device.subscribe(Topic.EVENTS, has);
    world.settle();
    return device;
  }

  @Test
  void everyDeviceOfEveryMemberGetsAnEventOnce() {
    world.create(GROUP, false, ADA, BOB);
    PushWorld.Device phone = live(ADA, Topic.EVENTS);
    PushWorld.Device laptop = live(ADA, Topic.EVENTS);
    PushWorld.Device atBob = live(BOB, Topic.EVENTS);
    PushWorld.Device atCyd = live(CYD, Topic.EVENTS);

    world.say(GROUP, ADA);
    world.settle();

    assertThat(phone.got).containsExactly("g/1");
    assertThat(laptop.got).containsExactly("g/1");
    assertThat(atBob.got).containsExactly("g/1");
    assertThat(atCyd.got).isEmpty();
  }

  @Test
  void aGroupBeginsForItsMembersWithItsCreation() {
    PushWorld.Device atBob = live(BOB, Topic.EVENTS);
    world.create(GROUP, false, ADA, BOB);
    world.settle();
    assertThat(atBob.got).containsExactly("g/0");
  }

  @Test
  void whoIsAddedGetsEventsFromThenOnAndWhoIsRemovedGetsTheirRemovalAndNothingMore() {
    world.create(GROUP, false, ADA);
    PushWorld.Device atBob = live(BOB, Topic.EVENTS);
    world.say(GROUP, ADA);
    world.add(GROUP, BOB);
    world.say(GROUP, ADA);
    world.remove(GROUP, BOB);
    world.say(GROUP, ADA);
    world.settle();
    assertThat(atBob.got).containsExactly("g/2", "g/3", "g/4");
  }

  @Test
  void whoHasJustConnectedOrCreatedAGroupActsInItAtOnce() {
    world.create(GROUP, false, ADA, BOB);
    while (world.takeEvent()) {}
    PushWorld.Device atAda = world.new Device(ADA);
    List<String> answers = new ArrayList<>();
    asMember(atAda, GROUP, answers);
    while (world.runPushTask()) {}
    assertThat(answers).as("the memberships are unknown").isEmpty();
    world.settle();
    assertThat(answers).containsExactly("g member");

    // The command has been answered, and the tail is behind.
    answers.clear();
    world.create(OTHER, false, ADA);
    asMember(atAda, OTHER, answers);
    asMember(atAda, GROUP, answers);
    Subscription subscription = atAda.subscribe(Topic.CONVERSATIONS + "o", null);
    while (world.runPushTask() || world.runWaiting()) {}
    assertThat(answers).containsExactly("g member");
    world.settle();
    assertThat(answers).containsExactly("g member", "o member");
    assertThat(atAda.subscribed).containsExactly(subscription);
    assertThat(atAda.refused).isEmpty();
  }

  @Test
  void whoIsNoMemberIsToldSoOnceTheTailHasReachedTheHead() {
    world.create(GROUP, false, BOB);
    PushWorld.Device atAda = live(ADA, Topic.EVENTS);
    List<String> answers = new ArrayList<>();
    world.say(GROUP, BOB);
    asMember(atAda, GROUP, answers);
    atAda.subscribe(Topic.CONVERSATIONS + "g", null);
    while (world.runPushTask() || world.runWaiting()) {}
    assertThat(answers).isEmpty();
    world.settle();
    assertThat(answers).containsExactly("g conversation_not_found");
    assertThat(atAda.refused).containsExactly(Reason.CONVERSATION_NOT_FOUND);
  }

  @Test
  void aQuietTailDoesNotRefuseWhoHasJustCreatedAGroup() {
    PushWorld.Device atAda = live(ADA, Topic.EVENTS);
    List<String> answers = new ArrayList<>();
    world.create(OTHER, false, ADA);
    asMember(atAda, OTHER, answers);
    Subscription subscription = atAda.subscribe(Topic.CONVERSATIONS + "o", null);
    while (world.runPushTask()) {}
    world.connections.tick(true);
    while (world.runPushTask() || world.runWaiting()) {}
    world.connections.tick(true);
    assertThat(answers).isEmpty();
    assertThat(atAda.refused).isEmpty();
    world.settle();
    assertThat(answers).containsExactly("o member");
    assertThat(atAda.subscribed).contains(subscription);
  }

  @Test
  void whatTheTailNeverBringsIsNotWaitedForForEver() {
    world.create(GROUP, false, BOB);
    PushWorld.Device atAda = live(ADA, Topic.EVENTS);
    List<String> answers = new ArrayList<>();
    world.say(GROUP, BOB);
    asMember(atAda, GROUP, answers);
    while (world.runPushTask() || world.runWaiting()) {}
    world.connections.tick(true);
    assertThat(answers).isEmpty();
    world.connections.tick(true);
    assertThat(answers).containsExactly("g conversation_not_found");
  }

  @Test
  void aConversationThatIsUnknownDelaysNoOther() {
    world.create(GROUP, false, ADA, BOB);
    PushWorld.Device atAda = live(ADA, Topic.EVENTS);
    List<String> answers = new ArrayList<>();
    asMember(atAda, OTHER, answers);
    asMember(atAda, GROUP, answers);
    while (world.runPushTask()) {}
    assertThat(answers).containsExactly("g member");
  }

  @Test
  void aPrivateChatThatOnlyTheOtherPersonHasOpenedIsAsIfItDidNotExist() {
    PushWorld.Device atAda = live(ADA, Topic.EVENTS);
    PushWorld.Device atBob = live(BOB, Topic.EVENTS);
    ConversationId chat = ConversationId.ofDirect(ADA, BOB);
    world.append(new DirectOpened(chat, BOB, List.of(BOB, ADA), Instant.EPOCH));
    world.settle();
    List<String> answers = new ArrayList<>();
    asMember(atAda, chat, answers);
    Subscription subscription = atAda.subscribe(Topic.CONVERSATIONS + chat.value(), null);
    while (world.runPushTask()) {}
    assertThat(answers).as("the head is asked for, as for an unknown one").isEmpty();
    world.settle();
    assertThat(answers).containsExactly(chat.value() + " conversation_not_found");
    assertThat(atAda.refused).containsExactly(Reason.CONVERSATION_NOT_FOUND);
    assertThat(atAda.subscribed).doesNotContain(subscription);

    answers.clear();
    asMember(atBob, chat, answers);
    world.settle();
    assertThat(answers).containsExactly(chat.value() + " member");
  }

  @Test
  void typingOfOneConversationIsAnsweredInOrder() {
    PushWorld.Device atAda = live(ADA, Topic.EVENTS);
    List<String> answers = new ArrayList<>();
    world.say(GROUP, BOB);
    for (String which : List.of("starts ", "stops ")) {
      world.pushThread.add(
          () -> world.connections.requireMember(atAda, GROUP, _ -> answers.add(which)));
      while (world.runPushTask()) {}
    }
    world.settle();
    assertThat(answers).containsExactly("starts ", "stops ");
  }

  @Test
  void requestsThatWaitForTheMembershipsAreFewAndEndWithTheConnection() {
    PushWorld.Device atAda = world.new Device(ADA);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      asMember(atAda, GROUP, answers);
    }
    while (world.runPushTask()) {}
    assertThat(answers).containsExactly("g too_many_requests");
    answers.clear();

    atAda.disconnect();
    world.settle();
    assertThat(answers).isEmpty();
  }

  @Test
  void whoWaitsForTheMembershipsLearnsThatTheViewsAreUnavailable() {
    PushWorld.Device atAda = world.new Device(ADA);
    List<String> answers = new ArrayList<>();
    asMember(atAda, GROUP, answers);
    while (world.runPushTask()) {}
    assertThat(world.failToAnswer()).isTrue();
    world.settle();
    assertThat(answers).containsExactly("g views_unavailable");
  }

  private void asMember(PushWorld.Device device, ConversationId conversation, List<String> to) {
    world.pushThread.add(() ->
        world.connections.requireMember(
            device,
            conversation,
            refused ->
                to.add(
                    conversation.value() + " " + (refused == null ? "member" : refused.code()))));
  }

  @Test
  void aSubscriptionToAConversationIsSilentWhileItsPersonIsNoMember() {
    world.create(GROUP, false, ADA, BOB);
    PushWorld.Device atBob = live(BOB, Topic.CONVERSATIONS + "g");
    world.remove(GROUP, BOB);
    world.say(GROUP, ADA);
    world.add(GROUP, BOB);
    world.say(GROUP, ADA);
    world.settle();
    assertThat(atBob.got).containsExactly("g/1", "g/3", "g/4");
  }

  @Test
  void aSubscriptionThatEndedWhileItsPersonWasNoMemberStaysEnded() {
    world.create(GROUP, false, ADA, BOB);
    PushWorld.Device atBob = world.new Device(BOB);
    Subscription ended = atBob.subscribe(Topic.CONVERSATIONS + "g", null);
    world.settle();
    world.remove(GROUP, BOB);
    world.settle();
    atBob.unsubscribe(ended);
    world.settle();
    world.add(GROUP, BOB);
    world.settle();
    assertThat(atBob.got).containsExactly("g/1");
  }

  @Test
  void aConversationIsForItsMembersOnly() {
    world.create(GROUP, false, ADA);
    PushWorld.Device atBob = live(BOB, Topic.CONVERSATIONS + "g");
    world.say(GROUP, ADA);
    world.settle();
    assertThat(atBob.refused).containsExactly(Reason.CONVERSATION_NOT_FOUND);
    assertThat(atBob.got).isEmpty();
  }

  @Test
  void viewsThatAreAwayRefuseWhoComesAndDoNotTouchWhoIsThere() {
    world.create(GROUP, false, ADA, BOB);
    PushWorld.Device atAda = live(ADA, Topic.EVENTS);
    PushWorld.Device atBob = world.new Device(BOB);
    atBob.subscribe(Topic.EVENTS, null);
    while (world.runPushTask() || world.failToAnswer()) {
      // Until the answer has arrived and been processed.
    }
    assertThat(atBob.refused).containsExactly(Reason.VIEWS_UNAVAILABLE);

    world.say(GROUP, BOB);
    world.settle();
    assertThat(atAda.got).containsExactly("g/1");

    atBob.subscribe(Topic.EVENTS, null);
    world.settle();
    world.say(GROUP, ADA);
    world.settle();
    assertThat(atBob.got).containsExactly("g/2");
  }

  @Test
  void viewsThatAreBehindAreSetRightByWhatTheLogHasBroughtSince() {
    world.create(GROUP, false, ADA);
    world.create(OTHER, false, ADA, BOB);
    int viewed = world.log.size();
    world.add(GROUP, BOB);
    world.remove(OTHER, BOB);
    while (world.takeEvent()) {
      // All of it.
    }
    PushWorld.Device atBob = world.new Device(BOB);
    atBob.subscribe(Topic.EVENTS, null);
    while (world.runPushTask() || world.answer(viewed)) {
      // Until the answer has arrived and been processed.
    }
    world.say(GROUP, ADA);
    world.say(OTHER, ADA);
    world.settle();
    assertThat(atBob.got).containsExactly("g/2");
  }

  @Test
  void whoComesBackGetsWhatTheyMissedThenTheMarkerThenWhatHappens() {
    world.create(GROUP, false, ADA, BOB);
    world.say(GROUP, BOB);
    world.say(GROUP, BOB);
    PushWorld.Device atAda = resuming(ADA, Map.of(GROUP, 0L));
    world.say(GROUP, BOB);
    world.settle();
    assertThat(atAda.got).containsExactly("g/1", "g/2", "caughtUp", "g/3");
  }

  @Test
  void whoNamesNothingGetsTheNewestOfEachConversation() {
    world.create(GROUP, false, ADA, BOB);
    for (int i = 0; i < 6; i++) {
      world.say(GROUP, BOB);
    }
    PushWorld.Device atAda = resuming(ADA, Map.of());
    assertThat(atAda.got).containsExactly("g/3", "g/4", "g/5", "g/6", "caughtUp");
  }

  @Test
  void whoJoinedLatelyGetsNothingFromBefore() {
    world.create(GROUP, false, ADA);
    world.say(GROUP, ADA);
    world.join(GROUP, BOB);
    world.say(GROUP, ADA);
    assertThat(resuming(BOB, Map.of()).got).containsExactly("g/2", "g/3", "caughtUp");
    assertThat(resuming(BOB, Map.of(GROUP, 0L)).got).containsExactly("g/2", "g/3", "caughtUp");
  }

  @Test
  void aGroupThatShowsItsHistoryShowsItToWhoJoinedAMomentAgo() {
    world.create(GROUP, true, ADA);
    world.say(GROUP, ADA);
    PushWorld.Device _ = live(BOB, Topic.EVENTS);
    world.join(GROUP, BOB);
    world.settle();
    assertThat(resuming(BOB, Map.of()).got).containsExactly("g/0", "g/1", "g/2", "caughtUp");
  }

  @Test
  void aGapThatIsTooLargeIsToldAndOnlyTheNewestIsSent() {
    world.create(GROUP, false, ADA, BOB);
    for (int i = 0; i < 15; i++) {
      world.say(GROUP, BOB);
    }
    PushWorld.Device atAda = resuming(ADA, Map.of(GROUP, 1L));
    assertThat(atAda.got)
        .containsExactly(
            "gap",
            "g/6",
            "g/7",
            "g/8",
            "g/9",
            "g/10",
            "g/11",
            "g/12",
            "g/13",
            "g/14",
            "g/15",
            "caughtUp");
  }

  @Test
  void whoWasRemovedMeanwhileGetsWhatTheyCouldSeeUpToTheirRemoval() {
    world.create(GROUP, false, ADA, BOB);
    world.say(GROUP, ADA);
    world.remove(GROUP, BOB);
    world.say(GROUP, ADA);
    assertThat(resuming(BOB, Map.of(GROUP, 0L)).got).containsExactly("g/1", "g/2", "caughtUp");
  }

  /// The values of `withheld`, by position.
  private static Map<Long, String> withheld(PushWorld.Device device) {
    Map<Long, String> withheld = new TreeMap<>();
    Pattern field = Pattern.compile(".*\"position\":(\\d+).*\"withheld\":\"(\\w+)\".*");
    for (String body : device.bodies) {
      Matcher matcher = field.matcher(body);
      if (matcher.matches()) {
        withheld.put(Long.parseLong(matcher.group(1)), matcher.group(2));
      }
    }
    return withheld;
  }

  @Test
  void whatWasDeletedOrEditedSinceIsNotSentAgain() {
    world.create(GROUP, true, ADA);
    world.say(GROUP, ADA);
    world.say(GROUP, ADA);
    world.edit(GROUP, 1);
    world.edit(GROUP, 2);
    world.edit(GROUP, 2);
    world.delete(GROUP, 1);
    world.say(GROUP, ADA);
    world.join(GROUP, BOB);
    for (PushWorld.Device device :
        List.of(resuming(BOB, Map.of(GROUP, 0L)), resuming(ADA, Map.of(GROUP, 0L)))) {
      assertThat(device.got).contains("g/1", "g/2", "g/3", "g/4", "g/5", "g/6", "g/7");
      assertThat(withheld(device))
          .isEqualTo(Map.of(1L, "deleted", 3L, "deleted", 2L, "edited", 4L, "edited"));
    }
  }

  @Test
  void whatWasDeletedAfterSomebodyLeftIsNotSentToThem() {
    world.create(GROUP, false, ADA, BOB);
    world.say(GROUP, ADA);
    world.say(GROUP, ADA);
    world.leave(GROUP, BOB);
    world.edit(GROUP, 2);
    world.delete(GROUP, 1);
    PushWorld.Device atBob = resuming(BOB, Map.of(GROUP, 0L));
    assertThat(atBob.got).containsExactly("g/1", "g/2", "g/3", "caughtUp");
    assertThat(withheld(atBob)).isEqualTo(Map.of(1L, "deleted"));
  }

  @Test
  void whoLeftLongAgoIsToldOfAGapWithoutItsEnd() {
    world.create(GROUP, false, ADA, BOB);
    world.say(GROUP, ADA);
    world.leave(GROUP, BOB);
    for (int i = 0; i < 30; i++) {
      world.say(GROUP, ADA);
    }
    PushWorld.Device atBob = resuming(BOB, Map.of(GROUP, 0L));
    assertThat(atBob.got).containsExactly("gap", "caughtUp");
    assertThat(atBob.bodies.getFirst()).contains("\"from\":1", "\"to\":2");
    assertThat(resuming(new PersonId("eve"), Map.of(GROUP, 0L)).got).containsExactly("caughtUp");
  }

  @Test
  void aLongStretchIsLookedAtBeforeItIsSent() {
    PushWorld large = new PushWorld(PushWorld.limits(2_000, 2_000, 10));
    large.create(GROUP, true, ADA);
    for (int i = 0; i < 1_200; i++) {
      large.say(GROUP, ADA);
    }
    large.delete(GROUP, 1);
    large.delete(GROUP, 1_200);
    PushWorld.Device atAda = large.new Device(ADA);
    atAda.subscribe(Topic.EVENTS, Map.of());
    large.settle();
    assertThat(atAda.positions.get(GROUP)).hasSize(1_203).isSorted().doesNotHaveDuplicates();
    assertThat(withheld(atAda)).isEqualTo(Map.of(1L, "deleted", 1_200L, "deleted"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEditOfAMessageFromBeforeTheyJoinedTellsNewcomersNoText(boolean history) {
    world.create(GROUP, history, ADA);
    world.say(GROUP, ADA);
    PushWorld.Device atBob = live(BOB, Topic.EVENTS);
    world.join(GROUP, BOB);
    world.settle();
    world.edit(GROUP, 1);
    world.say(GROUP, ADA);
    world.settle();
    Map<Long, String> expected = history ? Map.of() : Map.of(3L, "hidden");
    assertThat(atBob.got).containsExactly("g/2", "g/3", "g/4");
    assertThat(withheld(atBob)).isEqualTo(expected);
    assertThat(withheld(resuming(BOB, Map.of(GROUP, 2L)))).isEqualTo(expected);
  }

  @Test
  void namingAConversationOfOthersGetsNothing() {
    world.create(GROUP, false, ADA);
    world.say(GROUP, ADA);
    assertThat(resuming(BOB, Map.of(GROUP, -1L)).got).containsExactly("caughtUp");
    assertThat(resuming(BOB, Map.of(new ConversationId("none"), 3L)).got)
        .containsExactly("caughtUp");
  }

  @Test
  void whatHappensMeanwhileIsHeldBackAndTooMuchOfItEndsTheSession() {
    world.create(GROUP, false, ADA, BOB);
    PushWorld.Device atAda = world.new Device(ADA);
    atAda.subscribe(Topic.EVENTS, Map.of());
    while (world.runPushTask()
        || world.answer(world.log.size())
        || world.takeEvent()
        || atAda.subscribed.isEmpty() && world.runWaiting()) {
      // Until only the catch-up remains.
    }
    for (int i = 0; i < 5; i++) {
      world.say(GROUP, BOB);
      world.takeEvent();
    }
    assertThat(atAda.overflowed).isFalse();
    assertThat(atAda.got).isEmpty();
    world.say(GROUP, BOB);
    world.takeEvent();
    assertThat(atAda.overflowed).isTrue();
  }

  @Test
  void somebodyWhoIsAwayForAMomentIsStillThere() {
    world.create(GROUP, false, ADA, BOB);
    PushWorld.Device first = live(ADA, Topic.EVENTS);
    first.disconnect();
    world.settle();
    world.tick(Duration.ofSeconds(3));
    PushWorld.Device second = world.new Device(ADA);
    second.subscribe(Topic.EVENTS, null);
    while (world.runPushTask()) {
      // Known data is not queried again.
    }
    assertThat(world.questions).isEmpty();
    assertThat(second.subscribed).hasSize(1);

    second.disconnect();
    world.settle();
    world.tick(Duration.ofSeconds(6));
    assertThat(world.connections.connected(ADA)).isNull();
    assertThat(world.connections.localConversation(GROUP)).isNull();
  }

  @Test
  void whoHasPositionsOfAnotherLogIsToldToDropThemAndGetsWhatThereIs() {
    world.create(GROUP, false, ADA, BOB);
    world.say(GROUP, BOB);
    PushWorld.Device atAda = world.new Device(ADA);
    atAda.subscribe(Topic.EVENTS, Map.of(GROUP, 0L, OTHER, 7L), "before the restore");
    world.settle();

    assertThat(atAda.got).containsExactly("reset", "g/0", "g/1", "caughtUp");

    world.say(GROUP, BOB);
    world.settle();
    assertThat(atAda.got).containsExactly("reset", "g/0", "g/1", "caughtUp", "g/2");
  }

  @Test
  void whoNamesTheEpochOfTheLogIsSentWhatIsMissing() {
    world.create(GROUP, false, ADA, BOB);
    world.say(GROUP, BOB);
    PushWorld.Device atAda = world.new Device(ADA);
    atAda.subscribe(Topic.EVENTS, Map.of(GROUP, 0L), world.epoch);
    world.settle();

    assertThat(atAda.got).containsExactly("g/1", "caughtUp");
  }

  @Test
  void whoIsAheadOfTheLogIsToldToDropWhatTheyHave() {
    world.create(GROUP, false, ADA, BOB);
    world.say(GROUP, BOB);

    assertThat(resuming(ADA, Map.of(GROUP, 2L)).got)
        .containsExactly("reset", "g/0", "g/1", "caughtUp");
    assertThat(resuming(ADA, Map.of(GROUP, 1L)).got).containsExactly("caughtUp");
  }

  @Test
  void howFarAConversationHasComeIsNotToldToStrangers() {
    world.create(GROUP, false, ADA, BOB);
    world.say(GROUP, BOB);

    for (long has : new long[] {0, 1, 2, 1_000}) {
      assertThat(resuming(CYD, Map.of(GROUP, has)).got).containsExactly("caughtUp");
    }
  }
}
