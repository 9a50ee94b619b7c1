package info.powow.domain.gathering;

import static info.powow.domain.ExamplePeople.EARLIER;
import static info.powow.domain.ExamplePeople.LATER;
import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.dora;
import static info.powow.domain.Refusals.assertRejected;
import static info.powow.domain.gathering.Answer.DECLINED;
import static info.powow.domain.gathering.Answer.GOING;
import static info.powow.domain.gathering.Answer.INTERESTED;
import static info.powow.domain.gathering.GatheringStory.ADAS;
import static info.powow.domain.gathering.GatheringStory.AFTERNOON;
import static info.powow.domain.gathering.GatheringStory.BERLIN;
import static info.powow.domain.gathering.GatheringStory.BOBS;
import static info.powow.domain.gathering.GatheringStory.CHAT;
import static info.powow.domain.gathering.GatheringStory.PICNIC;
import static info.powow.domain.gathering.GatheringStory.answer;
import static info.powow.domain.gathering.GatheringStory.answered;
import static info.powow.domain.gathering.GatheringStory.cancel;
import static info.powow.domain.gathering.GatheringStory.cancelled;
import static info.powow.domain.gathering.GatheringStory.change;
import static info.powow.domain.gathering.GatheringStory.changePicture;
import static info.powow.domain.gathering.GatheringStory.given;
import static info.powow.domain.gathering.GatheringStory.picnic;
import static info.powow.domain.gathering.GatheringStory.pictureChanged;
import static info.powow.domain.gathering.GatheringStory.publish;
import static info.powow.domain.gathering.GatheringStory.published;
import static info.powow.domain.gathering.GatheringStory.reschedule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ConversationCommand.AdmitAttendee;
import info.powow.domain.conversation.ConversationCommand.DismissAttendee;
import info.powow.domain.gathering.GatheringCommand.DismissBanned;
import info.powow.domain.gathering.GatheringEvent.GatheringChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.GatheringEvent.GatheringRescheduled;
import info.powow.domain.place.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheringTest {
  private static final Schedule OVER = new Schedule(EARLIER, NOW, BERLIN);

  @Nested
  class Publishing {
    @Test
    void aGatheringIsPublishedOnce() {
      given().when(publish(AFTERNOON, false)).then(published(2));
      given(published(2)).when(publish(AFTERNOON, false)).thenNothing();
    }

    @Test
    void itMayHaveAConversationOfItsOwn() {
      var events = given().when(publish(AFTERNOON, true)).events();

      assertThat(((GatheringPublished) events.getFirst()).conversationId()).isEqualTo(CHAT);
      assertThat(Gathering.consequence(Gathering.unpublished(), events.getFirst()))
          .hasValueSatisfying(command -> assertThat(command.conversation()).isEqualTo(CHAT));
    }

    @Test
    void whoGoesIsInTheConversationAndWhoGoesNoMoreIsNot() {
      Gathering picnic = given().when(publish(AFTERNOON, true)).state();

      assertThat(Gathering.consequence(picnic, answered(bob, GOING, 1, 0).apply(NOW)))
          .contains(new AdmitAttendee(CHAT, bob));
      assertThat(Gathering.consequence(picnic, answered(bob, DECLINED, 0, 0).apply(NOW)))
          .contains(new DismissAttendee(CHAT, bob));
      assertThat(Gathering.consequence(picnic, answered(bob, INTERESTED, 0, 1).apply(NOW)))
          .contains(new DismissAttendee(CHAT, bob));
      assertThat(Gathering.consequence(picnic, cancelled().apply(NOW))).isEmpty();
      assertThat(
              Gathering.consequence(
                  given().when(publish(AFTERNOON, false)).state(),
                  answered(bob, GOING, 1, 0).apply(NOW)))
          .isEmpty();
    }

    @Test
    void whoIsBannedFromTheConversationGivesTheirPlaceBack() {
      Supplier<GatheringCommand> dismiss = () -> new DismissBanned(PICNIC, bob);
      given(published(2), answered(bob, GOING, 1, 0))
          .when(dismiss)
          .then(answered(bob, DECLINED, 0, 0));
      given(published(2), answered(bob, INTERESTED, 0, 1))
          .when(dismiss)
          .then(answered(bob, DECLINED, 0, 0));
      given(published(2)).when(dismiss).thenNothing();
    }

    @Test
    void whoHasLeftTheConversationComesBackBySayingAgainThatTheyGo() {
      Gathering picnic = given().when(publish(AFTERNOON, true)).state();

      assertThat(Gathering.repeated(picnic, answer(bob, GOING).get()))
          .contains(new AdmitAttendee(CHAT, bob));
      assertThat(Gathering.repeated(picnic, answer(ada, GOING).get())).isEmpty();
    }

    @Test
    void oneThatIsGoingOnMayBePublishedButNoneThatIsOver() {
      Schedule goingOn = new Schedule(EARLIER, LATER, BERLIN);

      given().when(publish(goingOn, false)).then(published(2, goingOn));
      given().when(publish(OVER, false)).thenRejected(Reason.INVALID_SCHEDULE);
    }

    @Test
    void itEndsAfterItBeginsAndWithin31Days() {
      assertRejected(Reason.INVALID_SCHEDULE, () -> new Schedule(NOW, NOW, BERLIN));
      assertRejected(Reason.INVALID_SCHEDULE, () -> new Schedule(NOW, EARLIER, BERLIN));
      assertRejected(
          Reason.INVALID_SCHEDULE,
          () -> new Schedule(NOW, NOW.plus(Duration.ofDays(31)).plusMillis(1), BERLIN));
      assertThat(new Schedule(NOW, NOW.plus(Duration.ofDays(31)), BERLIN).isOver(NOW)).isFalse();
    }

    @Test
    void whatIsAnnouncedObeysTheRulesOfTexts() {
      Place park = new Place(0, 0, null);
      assertRejected(Reason.INVALID_NAME, () -> new Announcement(" ", "", null, park, null));
      assertRejected(
          Reason.TEXT_TOO_LONG, () -> new Announcement("a", "x".repeat(8_193), null, park, null));
      assertRejected(Reason.INVALID_CAPACITY, () -> new Announcement("a", "", null, park, 0));
      assertRejected(Reason.INVALID_CAPACITY, () -> new Announcement("a", "", null, park, 100_001));
      assertRejected(Reason.INVALID_PLACE, () -> new Place(91, 0, null));
      assertRejected(Reason.INVALID_NAME, () -> new Place(0, 0, "\n"));
    }
  }

  @Nested
  class Answering {
    @Test
    void somebodyGoesIsInterestedAndChangesTheirMind() {
      given(published(2)).when(answer(bob, GOING)).then(answered(bob, GOING, 1, 0));
      given(published(2), answered(bob, GOING, 1, 0))
          .when(answer(bob, INTERESTED))
          .then(answered(bob, INTERESTED, 0, 1));
      var outcome =
          given(published(2), answered(bob, GOING, 1, 0))
              .when(answer(bob, DECLINED))
              .then(answered(bob, DECLINED, 0, 0));

      assertThat(((Gathering.Published) outcome.state()).answers()).isEmpty();
    }

    @Test
    void theSameAnswerAgainIsNone() {
      given(published(2), answered(bob, GOING, 1, 0)).when(answer(bob, GOING)).thenNothing();
      given(published(2)).when(answer(bob, DECLINED)).thenNothing();
    }

    @Test
    void theHostIsThereAnyway() {
      given(published(1)).when(answer(ada, GOING)).thenNothing();
      given(published(1)).when(answer(ada, DECLINED)).thenNothing();
    }

    @Test
    void noMoreGoThanThereArePlacesAndAPlaceThatIsGivenUpIsFree() {
      var full = given(published(2), answered(bob, GOING, 1, 0), answered(cleo, GOING, 2, 0));

      full.when(answer(dora, GOING)).thenRejected(Reason.GATHERING_FULL);
      full.when(answer(dora, INTERESTED)).then(answered(dora, INTERESTED, 2, 1));
      given(
              published(2),
              answered(bob, GOING, 1, 0),
              answered(cleo, GOING, 2, 0),
              answered(cleo, INTERESTED, 1, 1))
          .when(answer(dora, GOING))
          .then(answered(dora, GOING, 2, 1));
    }

    @Test
    void withoutACapacityThereIsRoom() {
      given(published(null), answered(bob, GOING, 1, 0))
          .when(answer(cleo, GOING))
          .then(answered(cleo, GOING, 2, 0));
    }

    @Test
    void nobodyAnswersWhatIsCancelledOrOver() {
      given(published(2), cancelled())
          .when(answer(bob, GOING))
          .thenRejected(Reason.GATHERING_CANCELLED);
      given(published(2, OVER)).when(answer(bob, GOING)).thenRejected(Reason.GATHERING_OVER);
    }

    @Test
    void thoseWhoBlockedEachOtherFindNothing() {
      given(published(2))
          .where(ada, bob)
          .when(answer(bob, GOING))
          .thenRejected(Reason.GATHERING_NOT_FOUND);
      given(published(2))
          .where(bob, ada)
          .when(answer(bob, GOING))
          .thenRejected(Reason.GATHERING_NOT_FOUND);
    }

    @Test
    void nobodyAnswersWhatIsNotThereAndNobodyIsNobody() {
      given().when(answer(bob, GOING)).thenRejected(Reason.GATHERING_NOT_FOUND);
      given(published(2))
          .when(answer(new PersonId("nobody"), GOING))
          .thenRejected(Reason.PERSON_NOT_FOUND);
    }
  }

  @Nested
  class Changing {
    @Test
    void theHostChangesWhatIsGivenAndLeavesTheRest() {
      given(published(2))
          .when(change(ada, "Big picnic", null))
          .then(at ->
              new GatheringChanged(
                  PICNIC,
                  new Announcement("Big picnic", "Bring a cup.", null, GatheringStory.PARK, 2),
                  false,
                  at));
      given(published(2)).when(change(ada, "Picnic", 2)).thenNothing();
    }

    @Test
    void theHostReschedulesToATimeThatIsNotOver() {
      given(published(2))
          .when(reschedule(ada, null, AFTERNOON.end().plusSeconds(60)))
          .then(at ->
              new GatheringRescheduled(
                  PICNIC,
                  new Schedule(AFTERNOON.start(), AFTERNOON.end().plusSeconds(60), BERLIN),
                  at));
      given(published(2)).when(reschedule(ada, EARLIER, NOW)).thenRejected(Reason.INVALID_SCHEDULE);
    }

    @Test
    void nobodyWhoGoesIsSentAway() {
      var two = given(published(2), answered(bob, GOING, 1, 0), answered(cleo, GOING, 2, 0));

      two.when(change(ada, null, 1)).thenRejected(Reason.INVALID_CAPACITY);
      two.when(change(ada, null, 3)).then(at -> new GatheringChanged(PICNIC, picnic(3), false, at));
    }

    @Test
    void theHostCancelsOnceAndThenNothingChanges() {
      given(published(2)).when(cancel(ada)).then(cancelled());
      given(published(2), cancelled()).when(cancel(ada)).thenNothing();
      given(published(2), cancelled())
          .when(change(ada, "Again", null))
          .thenRejected(Reason.GATHERING_CANCELLED);
      given(published(2, OVER)).when(cancel(ada)).thenRejected(Reason.GATHERING_OVER);
    }

    @Test
    void nobodyElseChangesOrCancels() {
      given(published(2)).when(change(bob, "Mine", null)).thenRejected(Reason.NOT_THE_HOST);
      given(published(2)).when(cancel(bob)).thenRejected(Reason.NOT_THE_HOST);
      given(published(2))
          .where(ada, bob)
          .when(cancel(bob))
          .thenRejected(Reason.GATHERING_NOT_FOUND);
      given().when(cancel(ada)).thenRejected(Reason.GATHERING_NOT_FOUND);
      given().when(change(ada, "Mine", null)).thenRejected(Reason.GATHERING_NOT_FOUND);
    }
  }

  @Nested
  class Picturing {
    @Test
    void theHostShowsAPictureOfTheirOwn() {
      given(published(2)).when(changePicture(ada, ADAS)).then(pictureChanged(ADAS));
      given(published(2)).when(changePicture(ada, BOBS)).thenRejected(Reason.IMAGE_NOT_FOUND);
      given(published(2)).when(changePicture(bob, BOBS)).thenRejected(Reason.NOT_THE_HOST);
      given(published(2))
          .where(ada, bob)
          .when(changePicture(bob, BOBS))
          .thenRejected(Reason.GATHERING_NOT_FOUND);
      given().when(changePicture(ada, ADAS)).thenRejected(Reason.GATHERING_NOT_FOUND);
    }

    @Test
    void theSamePictureAgainChangesNothing() {
      given(published(2), pictureChanged(ADAS)).when(changePicture(ada, ADAS)).thenNothing();
      given(published(2)).when(changePicture(ada, null)).thenNothing();
    }

    @Test
    void itStaysWhateverElseChanges() {
      given(
              published(2),
              pictureChanged(ADAS),
              answered(bob, GOING, 1, 0),
              at ->
                  new GatheringChanged(
                      PICNIC,
                      new Announcement("Big picnic", "", null, GatheringStory.PARK, 2),
                      false,
                      at),
              at -> new GatheringRescheduled(PICNIC, AFTERNOON, at),
              cancelled())
          .when(changePicture(ada, null))
          .then(pictureChanged(null));
    }

    @Test
    void itCanBeRemovedFromWhatIsOverOrCancelledAndNoneBeAdded() {
      given(published(2, OVER), pictureChanged(ADAS))
          .when(changePicture(ada, null))
          .then(pictureChanged(null));
      given(published(2, OVER)).when(changePicture(ada, ADAS)).thenRejected(Reason.GATHERING_OVER);
      given(published(2), cancelled())
          .when(changePicture(ada, ADAS))
          .thenRejected(Reason.GATHERING_CANCELLED);
    }
  }

  @Test
  void aLogThatDoesNotBeginWithThePublishingIsNoGathering() {
    assertThatThrownBy(() -> Gathering.evolve(Gathering.unpublished(), cancelled().apply(NOW)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Nested
  class Occasions {
    /// A Sunday, 11:00 in Berlin.
    private static final Instant SUNDAY = NOW;

    private static Schedule from(String start, String end) {
      return new Schedule(Instant.parse(start), Instant.parse(end), BERLIN);
    }

    @Test
    void nowIsWhatHasBegunAndIsNotOver() {
      assertThat(Occasion.NOW.includes(new Schedule(EARLIER, LATER, BERLIN), NOW)).isTrue();
      assertThat(Occasion.NOW.includes(AFTERNOON, NOW)).isFalse();
      assertThat(Occasion.NOW.includes(OVER, NOW)).isFalse();
    }

    @Test
    void todayEndsAtMidnightOfThePlace() {
      assertThat(Occasion.TODAY.includes(from("2026-03-01T22:30:00Z", "2026-03-02T01:00:00Z"), NOW))
          .isTrue();
      assertThat(Occasion.TODAY.includes(from("2026-03-01T23:00:00Z", "2026-03-02T01:00:00Z"), NOW))
          .isFalse();
    }

    @Test
    void whatIsOverIsNotTodayAnyMore() {
      assertThat(Occasion.TODAY.includes(OVER, NOW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-07T09:00:00Z", "2026-03-08T22:30:00Z", "2026-03-06T23:00:00Z"})
    void fromMondayOnTheWeekendIsTheComingOne(String start) {
      var monday = SUNDAY.plus(Duration.ofDays(1));
      var begins = Instant.parse(start);

      assertThat(
              Occasion.WEEKEND.includes(
                  new Schedule(begins, begins.plusSeconds(60), BERLIN), monday))
          .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-06T21:00:00Z", "2026-03-08T23:00:00Z"})
    void fridayNightAndMondayMorningAreNoWeekend(String start) {
      var monday = SUNDAY.plus(Duration.ofDays(1));
      var begins = Instant.parse(start);

      assertThat(
              Occasion.WEEKEND.includes(
                  new Schedule(begins, begins.plusSeconds(60), BERLIN), monday))
          .isFalse();
    }

    @Test
    void onASundayTheWeekendIsThisOne() {
      assertThat(
              Occasion.WEEKEND.includes(
                  from("2026-03-01T18:00:00Z", "2026-03-01T19:00:00Z"), SUNDAY))
          .isTrue();
      assertThat(
              Occasion.WEEKEND.includes(
                  from("2026-03-07T18:00:00Z", "2026-03-07T19:00:00Z"), SUNDAY))
          .isFalse();
    }
  }
}
