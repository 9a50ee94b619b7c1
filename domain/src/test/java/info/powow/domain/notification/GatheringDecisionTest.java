package info.powow.domain.notification;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.place.Place;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.domain.publicservice.OpeningHours.Weekly;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Ada publishes a gathering; it is decided whether Bob is notified.
class GatheringDecisionTest {
  private static final NearbyNotices WIDE = new NearbyNotices(NearbyLevel.INTERESTS, 5_000);

  private static GatheringNews news(Relevance what, boolean cancelled, String title) {
    return new GatheringNews(
        what,
        ada,
        new Announcement(
            title, "Climbing and chess.", new Tag("food"), new Place(52.5, 13.4, null), null),
        new Schedule(NOW.plusSeconds(3_600), NOW.plusSeconds(7_200), ZoneOffset.UTC),
        cancelled,
        NOW);
  }

  private static GatheringNews news(Relevance what) {
    return news(what, false, "Board game night");
  }

  private static GatheringRecipient bob(
      NearbyLevel level, Block block, boolean attends, int told, @Nullable OpeningHours quiet) {
    return new GatheringRecipient(
        bob,
        block,
        attends,
        new NotificationSettings(
            Level.NOTHING, List.of(), Preview.TEXT, quiet, null, new NearbyNotices(level, 5_000)),
        told);
  }

  private static Verdict decide(GatheringNews news, GatheringRecipient neighbour) {
    return GatheringDecision.decide(news, neighbour, false, NOW).verdict();
  }

  @ParameterizedTest
  @CsvSource({
    "food, PUSH",
    "game, PUSH",
    "board game, PUSH",
    "board-game, PUSH",
    "board game night, PUSH",
    "gam, NOT_INTERESTED",
    "board night, NOT_INTERESTED",
    // Hosts would fill the text with words.
    "chess, NOT_INTERESTED"
  })
  void aGatheringFitsByItsCategoryAndTheWordsOfItsTitle(String interest, Verdict expected) {
    assertThat(
            GatheringDecision.fits(
                news(Relevance.NEW_GATHERING), List.of(new Tag(interest)), 5_000, WIDE))
        .isEqualTo(expected);
  }

  @Test
  void itIsWithinTheRadiusAndWantedAtAll() {
    List<Tag> food = List.of(new Tag("food"));

    assertThat(GatheringDecision.fits(news(Relevance.NEW_GATHERING), food, 5_001, WIDE))
        .isEqualTo(Verdict.TOO_FAR);
    assertThat(
            GatheringDecision.fits(news(Relevance.NEW_GATHERING), food, 1, NearbyNotices.DEFAULT))
        .isEqualTo(Verdict.LEVEL);
  }

  @Test
  void aTitleThatIsNoInterestFitsNobody() {
    assertThat(
            GatheringDecision.fits(
                news(Relevance.NEW_GATHERING, false, "🎉 ! " + "x".repeat(60)),
                List.of(new Tag("x")),
                1,
                WIDE))
        .isEqualTo(Verdict.NOT_INTERESTED);
  }

  @ParameterizedTest
  @CsvSource({
    "NEW_GATHERING, INTERESTS, false, PUSH",
    "NEW_GATHERING, INTERESTS, true, READ",
    "NEW_GATHERING, MINE, false, LEVEL",
    "NEW_GATHERING, NOTHING, false, LEVEL",
    "GATHERING_MOVED, INTERESTS, true, PUSH",
    "GATHERING_MOVED, MINE, true, PUSH",
    "GATHERING_MOVED, MINE, false, NOT_ATTENDING",
    "GATHERING_MOVED, NOTHING, true, LEVEL",
    "GATHERING_CANCELLED, MINE, true, PUSH",
    "GATHERING_CANCELLED, MINE, false, NOT_ATTENDING"
  })
  void theLevelOfGatheringsIsAnotherThanThatOfMessages(
      Relevance what, NearbyLevel level, boolean attends, Verdict expected) {
    assertThat(decide(news(what), bob(level, Block.NONE, attends, 0, null))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"BY_RECIPIENT, BLOCKED", "BY_AUTHOR, BLOCKED_BY_AUTHOR"})
  void aBlockComesBeforeAll(Block block, Verdict expected) {
    assertThat(
            decide(
                news(Relevance.NEW_GATHERING, true, "Party"),
                bob(NearbyLevel.NOTHING, block, false, 9, null)))
        .isEqualTo(expected);
  }

  @Test
  void nobodyIsToldOfTheirOwn() {
    GatheringRecipient host =
        new GatheringRecipient(ada, Block.NONE, true, NotificationSettings.DEFAULT, 0);

    assertThat(decide(news(Relevance.GATHERING_MOVED), host)).isEqualTo(Verdict.OWN);
  }

  @Test
  void ofACancelledOneOnlyThatItIs() {
    GatheringRecipient attending = bob(NearbyLevel.MINE, Block.NONE, true, 0, null);

    assertThat(decide(news(Relevance.GATHERING_MOVED, true, "Party"), attending))
        .isEqualTo(Verdict.DELETED);
    assertThat(decide(news(Relevance.GATHERING_CANCELLED, true, "Party"), attending))
        .isEqualTo(Verdict.PUSH);
  }

  /// Of their own, people are told as often as they change.
  @Test
  void newOnesAreBounded() {
    assertThat(
            decide(
                news(Relevance.NEW_GATHERING),
                bob(NearbyLevel.INTERESTS, Block.NONE, false, GatheringDecision.MAX_NEW, null)))
        .isEqualTo(Verdict.OFTEN);
    assertThat(
            decide(
                news(Relevance.GATHERING_MOVED),
                bob(NearbyLevel.INTERESTS, Block.NONE, true, GatheringDecision.MAX_NEW, null)))
        .isEqualTo(Verdict.PUSH);
  }

  @ParameterizedTest
  @EnumSource(
      value = Relevance.class,
      names = {"NEW_GATHERING", "GATHERING_MOVED", "GATHERING_CANCELLED"})
  void whatIsOldOrOverIsToldToNobody(Relevance what) {
    GatheringRecipient someone =
        bob(NearbyLevel.INTERESTS, Block.NONE, what != Relevance.NEW_GATHERING, 0, null);

    assertThat(
            GatheringDecision.decide(
                    news(what), someone, false, NOW.plus(Duration.ofSeconds(7_200)))
                .verdict())
        .isEqualTo(Verdict.EXPIRED);
  }

  @Test
  void quietHoursPutItOffAndWhoLooksAtThePageSeesItThere() {
    OpeningHours always =
        new OpeningHours(
            ZoneOffset.UTC,
            List.of(
                new Weekly(
                    EnumSet.allOf(DayOfWeek.class), LocalTime.of(9, 0), LocalTime.of(11, 0))),
            List.of());

    assertThat(
            GatheringDecision.decide(
                news(Relevance.NEW_GATHERING),
                bob(NearbyLevel.INTERESTS, Block.NONE, false, 0, always),
                true,
                NOW))
        .isEqualTo(new Decision.Digest(Verdict.QUIET_HOURS, always.openUntil(NOW)));
    assertThat(
            GatheringDecision.decide(
                    news(Relevance.NEW_GATHERING),
                    bob(NearbyLevel.INTERESTS, Block.NONE, false, 0, null),
                    true,
                    NOW)
                .verdict())
        .isEqualTo(Verdict.ACTIVE);
  }

  @ParameterizedTest
  @CsvSource({"499", "50001", "-1"})
  void aRadiusIsBounded(int radius) {
    Assertions.assertThatThrownBy(() -> new NearbyNotices(NearbyLevel.INTERESTS, radius))
        .isInstanceOf(Rejected.class);
  }
}
