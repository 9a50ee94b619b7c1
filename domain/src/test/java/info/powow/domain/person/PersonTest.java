package info.powow.domain.person;

import static info.powow.domain.ExamplePeople.EARLIER;
import static info.powow.domain.ExamplePeople.LATER;
import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.person.PersonStory.ADAS;
import static info.powow.domain.person.PersonStory.BOBS;
import static info.powow.domain.person.PersonStory.allow;
import static info.powow.domain.person.PersonStory.allowed;
import static info.powow.domain.person.PersonStory.arrange;
import static info.powow.domain.person.PersonStory.arranged;
import static info.powow.domain.person.PersonStory.avatarChanged;
import static info.powow.domain.person.PersonStory.block;
import static info.powow.domain.person.PersonStory.blocked;
import static info.powow.domain.person.PersonStory.change;
import static info.powow.domain.person.PersonStory.changeAvatar;
import static info.powow.domain.person.PersonStory.changed;
import static info.powow.domain.person.PersonStory.create;
import static info.powow.domain.person.PersonStory.created;
import static info.powow.domain.person.PersonStory.decline;
import static info.powow.domain.person.PersonStory.declinedInvitation;
import static info.powow.domain.person.PersonStory.declinedRequest;
import static info.powow.domain.person.PersonStory.given;
import static info.powow.domain.person.PersonStory.interestedIn;
import static info.powow.domain.person.PersonStory.mute;
import static info.powow.domain.person.PersonStory.muted;
import static info.powow.domain.person.PersonStory.seen;
import static info.powow.domain.person.PersonStory.unblock;
import static info.powow.domain.person.PersonStory.unblocked;
import static info.powow.domain.person.PersonStory.unmuted;
import static info.powow.domain.person.PersonStory.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ConversationId;
import info.powow.domain.ExamplePeople;
import info.powow.domain.Reason;
import info.powow.domain.Tag;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.place.Grid;
import info.powow.domain.place.Offset;
import info.powow.domain.place.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonTest {
  @Nested
  class Avatars {
    @Test
    void showAPictureThatThePersonGave() {
      given(created("Ada")).when(changeAvatar(ADAS)).then(avatarChanged(ADAS));
    }

    @Test
    void showNobodyElsesPicture() {
      given(created("Ada")).when(changeAvatar(BOBS)).thenRejected(Reason.IMAGE_NOT_FOUND);
      given().when(changeAvatar(ADAS)).thenRejected(Reason.PERSON_NOT_FOUND);
    }

    @Test
    void thatAreShownAlreadyAreNothingNew() {
      given(created("Ada"), avatarChanged(ADAS)).when(changeAvatar(ADAS)).thenNothing();
      given(created("Ada")).when(changeAvatar(null)).thenNothing();
    }

    @Test
    void areTakenAway() {
      given(created("Ada"), avatarChanged(ADAS)).when(changeAvatar(null)).then(avatarChanged(null));
    }

    @Test
    void outliveEverythingElseThatChanges() {
      given(
              created("Ada"),
              avatarChanged(ADAS),
              changed("A.", "", Discoverability.NOBODY),
              seen(52.5, 13.4, Duration.ofHours(1)),
              blocked(bob),
              muted("c", LATER))
          .when(changeAvatar(ADAS))
          .thenNothing();
    }
  }

  @Nested
  class Profiles {
    @Test
    void aPersonBeginsWithAProfileThatNobodyFinds() {
      var outcome = given().when(create("Ada")).then(created("Ada"));

      assertThat(outcome.state().isKnown()).isTrue();
      assertThat(outcome.known().discoverable()).isEqualTo(Discoverability.NOBODY);
      assertThat(outcome.known().about()).isEmpty();
    }

    @Test
    void creatingAgainChangesNothing() {
      given(created("Ada")).when(create("Ada the Second")).thenNothing();
    }

    @Test
    void nobodyAsksAnythingBeforeThereIsAProfile() {
      given().when(change("Ada", null, null)).thenRejected(Reason.PERSON_NOT_FOUND);
      given().when(update(0, 0)).thenRejected(Reason.PERSON_NOT_FOUND);
      given().when(block(bob)).thenRejected(Reason.PERSON_NOT_FOUND);
      given().when(unblock(bob)).thenRejected(Reason.PERSON_NOT_FOUND);
      given().when(mute("chat", LATER)).thenRejected(Reason.PERSON_NOT_FOUND);
      assertThat(Person.unknown().isKnown()).isFalse();
      assertThat(Person.unknown().hasBlocked(bob)).isFalse();
    }

    @Test
    void aChangeTellsTheWholeProfileAsItIsFromNowOn() {
      given(created("Ada"))
          .when(change(null, "I mend bicycles.", null))
          .then(changed("Ada", "I mend bicycles.", Discoverability.NOBODY));
      given(created("Ada"), changed("Ada", "I mend bicycles.", Discoverability.GROUPS))
          .when(change("Ada L.", null, Discoverability.EVERYONE))
          .then(changed("Ada L.", "I mend bicycles.", Discoverability.EVERYONE));
    }

    @Test
    void aChangeToWhatIsAlreadySoIsNone() {
      given(created("Ada"), changed("Ada", "Hello", Discoverability.GROUPS))
          .when(change("Ada", "Hello", Discoverability.GROUPS))
          .thenNothing();
      given(created("Ada")).when(change(null, null, null)).thenNothing();
    }

    @Test
    void aChangeOfTheProfileKeepsBlocksAndSilences() {
      var outcome =
          given(created("Ada"), blocked(bob), muted("chat", LATER)).when(change("A.", null, null));

      assertThat(outcome.known().blocked()).containsExactly(bob);
      assertThat(outcome.known().muted()).containsEntry(new ConversationId("chat"), LATER);
    }

    @Test
    void aNameLosesTheBlanksAroundItAndObeysTheRulesOfNames() {
      given().when(create("  Ada  ")).then(created("Ada"));
      given().when(create(" ")).thenRejected(Reason.INVALID_NAME);
      given(created("Ada")).when(change("A\nda", null, null)).thenRejected(Reason.INVALID_NAME);
    }

    @Test
    void theTextAboutOneselfHasUpTo2048BytesAndMayBeTakenAway() {
      given(created("Ada"))
          .when(change(null, "ü".repeat(1_024), null))
          .then(changed("Ada", "ü".repeat(1_024), Discoverability.NOBODY));
      given(created("Ada"))
          .when(change(null, "ü".repeat(1_024) + "x", null))
          .thenRejected(Reason.TEXT_TOO_LONG);
      given(created("Ada")).when(change(null, "a\u0000b", null)).thenRejected(Reason.INVALID_TEXT);
      given(created("Ada"), changed("Ada", "Hello", Discoverability.NOBODY))
          .when(change(null, "", null))
          .then(changed("Ada", "", Discoverability.NOBODY));
    }

    @Test
    void interestsAreTagsOfWhichEachIsThereOnce() {
      var outcome = given(created("Ada")).when(interestedIn("Board games", "chess", "board games"));

      assertThat(outcome.known().interests())
          .containsExactly(new Tag("board games"), new Tag("chess"));
      given(created("Ada")).when(interestedIn("a\nb")).thenRejected(Reason.INVALID_TAG);
      given(created("Ada")).when(interestedIn("")).thenRejected(Reason.INVALID_TAG);
      given(created("Ada")).when(interestedIn("x".repeat(41))).thenRejected(Reason.INVALID_TAG);
      given(created("Ada"))
          .when(
              interestedIn(IntStream.range(0, 21).mapToObj(i -> "tag " + i).toArray(String[]::new)))
          .thenRejected(Reason.TOO_MANY_TAGS);
    }

    @Test
    void aLogThatDoesNotBeginWithTheProfileIsNoPerson() {
      assertThatThrownBy(() -> given(blocked(bob)).state())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("PersonBlocked");
    }
  }

  @Nested
  class Places {
    private static final Grid GRID = PlaceLimits.DEFAULT.grid();

    /// In the middle of its cell.
    private static final Point HOME = GRID.cellOf(new Point(52.52, 13.40)).centre();

    private static final double METRE = 180 / (Math.PI * 6_371_008.8);

    @Test
    void theFirstPlaceBecomesKnownAsACell() {
      Person.Known ada = given(created("Ada")).when(update(52.5203, 13.4012)).known();

      assertThat(ada.seen())
          .isEqualTo(new Person.Sighting(GRID.cellOf(new Point(52.5203, 13.4012)), NOW));
    }

    @Test
    void aMoveWithinTheCellIsNone() {
      given(created("Ada"), seen(HOME.lat(), HOME.lon(), Duration.ofHours(1)))
          .when(update(HOME.lat() + 200 * METRE, HOME.lon()))
          .thenNothing();
    }

    @Test
    void aMoveToAnotherCellBecomesKnown() {
      Point next = new Point(HOME.lat() + 400 * METRE, HOME.lon());

      given(created("Ada"), seen(HOME.lat(), HOME.lon(), Duration.ofHours(1)))
          .when(update(next.lat(), next.lon()))
          .then(at -> new PlaceUpdated(ada, GRID.cellOf(next), at));
    }

    @Test
    void aPositionIsMovedByThePersonsOffsetBeforeItIsSnapped() {
      Point north = new Point(HOME.lat() + 300 * METRE, HOME.lon());

      given(created("Ada"), seen(HOME.lat(), HOME.lon(), Duration.ofHours(1)))
          .offset(new Offset(-0.4, 0))
          .when(update(north.lat(), north.lon()))
          .thenNothing();
      given(created("Ada"))
          .offset(new Offset(0.4, 0))
          .when(update(north.lat(), north.lon()))
          .then(at -> new PlaceUpdated(ada, GRID.cellOf(north), at));
    }

    @Test
    void theSamePlaceIsToldTheSameWhereverOneComesFrom() {
      Point atTheEdge = new Point(HOME.lat() + 249 * METRE, HOME.lon());
      for (double from : new double[] {-900, -400, 0, 400, 900}) {
        given(created("Ada"), seen(HOME.lat() + from * METRE, HOME.lon(), Duration.ofHours(6)))
            .when(update(atTheEdge.lat(), atTheEdge.lon()))
            .then(at -> new PlaceUpdated(ada, GRID.cellOf(HOME), at));
      }
    }

    @Test
    void movesInQuickSuccessionDoNotBecomeKnown() {
      given(created("Ada"), seen(HOME.lat(), HOME.lon(), Duration.ofSeconds(59)))
          .when(update(48.85, 2.35))
          .thenNothing();
      given(created("Ada"), seen(HOME.lat(), HOME.lon(), Duration.ofMinutes(1)))
          .when(update(48.85, 2.35))
          .then(at -> new PlaceUpdated(ada, GRID.cellOf(new Point(48.85, 2.35)), at));
    }

    @Test
    void whoStaysIsKnownToBeThereStillAfterAWhile() {
      given(created("Ada"), seen(HOME.lat(), HOME.lon(), Duration.ofHours(6)))
          .when(update(HOME.lat() + 100 * METRE, HOME.lon()))
          .then(at -> new PlaceUpdated(ada, GRID.cellOf(HOME), at));
    }

    @Test
    void aCellOfAnotherSizeIsReplacedAtOnce() {
      given(
              created("Ada"),
              _ -> new PlaceUpdated(ada, new Grid(2_000).cellOf(HOME), NOW.minusSeconds(61)))
          .when(update(HOME.lat(), HOME.lon()))
          .then(at -> new PlaceUpdated(ada, GRID.cellOf(HOME), at));
    }

    @Test
    void whatIsNoPlaceIsRefused() {
      given(created("Ada")).when(update(90.1, 0)).thenRejected(Reason.INVALID_PLACE);
      given(created("Ada")).when(update(0, -180.1)).thenRejected(Reason.INVALID_PLACE);
      given(created("Ada")).when(update(Double.NaN, 0)).thenRejected(Reason.INVALID_PLACE);
    }
  }

  @Nested
  class Blocking {
    @Test
    void aPersonBlocksAnotherOnce() {
      var outcome = given(created("Ada")).when(block(bob)).then(blocked(bob));

      assertThat(outcome.state().hasBlocked(bob)).isTrue();
      assertThat(outcome.state().hasBlocked(cleo)).isFalse();
      given(created("Ada"), blocked(bob)).when(block(bob)).thenNothing();
    }

    @Test
    void unblockingEndsIt() {
      var outcome = given(created("Ada"), blocked(bob)).when(unblock(bob)).then(unblocked(bob));

      assertThat(outcome.state().hasBlocked(bob)).isFalse();
      given(created("Ada"), blocked(cleo)).when(unblock(bob)).thenNothing();
    }

    @Test
    void nobodyBlocksThemselves() {
      given(created("Ada")).when(block(ada)).thenRejected(Reason.WITH_YOURSELF);
    }

    @Test
    void whoHasBlockedAsManyAsTheServerAllowsBlocksNobodyElse() {
      PersonLimits one = new PersonLimits(1, 1);

      given(created("Ada")).where(one).when(block(bob)).then(blocked(bob));
      given(created("Ada"), blocked(bob))
          .where(one)
          .when(block(cleo))
          .thenRejected(Reason.TOO_MANY_BLOCKED);
      given(created("Ada"), blocked(bob)).where(one).when(block(bob)).thenNothing();
      given(created("Ada"), blocked(bob), unblocked(bob))
          .where(one)
          .when(block(cleo))
          .then(blocked(cleo));
    }
  }

  @Nested
  class Muting {
    @Test
    void aConversationIsSilentUntilATime() {
      given(created("Ada")).when(mute("chat", LATER)).then(muted("chat", LATER));
    }

    @Test
    void theTimeMayBeChangedAndTheSameTimeIsNoChange() {
      Instant evenLater = LATER.plusSeconds(60);

      given(created("Ada"), muted("chat", LATER))
          .when(mute("chat", evenLater))
          .then(muted("chat", evenLater));
      given(created("Ada"), muted("chat", LATER)).when(mute("chat", LATER)).thenNothing();
    }

    @Test
    void withoutATimeTheSilenceEnds() {
      var outcome =
          given(created("Ada"), muted("chat", LATER))
              .when(mute("chat", null))
              .then(unmuted("chat"));

      assertThat(outcome.known().muted()).isEmpty();
      given(created("Ada"), muted("other", LATER)).when(mute("chat", null)).thenNothing();
    }

    @Test
    void theTimeLiesInTheFutureAndInAYearThatTheWireCanWrite() {
      given(created("Ada")).when(mute("chat", EARLIER)).thenRejected(Reason.INVALID_TIME);
      given(created("Ada")).when(mute("chat", NOW)).thenRejected(Reason.INVALID_TIME);
      given(created("Ada")).when(mute("chat", Instant.MAX)).thenRejected(Reason.INVALID_TIME);
      Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
      given(created("Ada")).when(mute("chat", last)).then(muted("chat", last));
      given(created("Ada"))
          .when(mute("chat", last.plusMillis(1)))
          .thenRejected(Reason.INVALID_TIME);
    }

    @Test
    void theTimeIsKeptInMillisecondsAsTheLogKeepsIt() {
      given(created("Ada"))
          .when(mute("chat", LATER.plusNanos(1_999_999)))
          .then(muted("chat", LATER.plusMillis(1)));
    }

    @Test
    void whoHasMutedAsManyAsTheServerAllowsMutesNoOther() {
      PersonLimits two = new PersonLimits(1, 2);

      given(created("Ada"), muted("one", LATER))
          .where(two)
          .when(mute("two", LATER))
          .then(muted("two", LATER));
      given(created("Ada"), muted("one", LATER), muted("two", LATER))
          .where(two)
          .when(mute("three", LATER))
          .thenRejected(Reason.TOO_MANY_MUTED);
      given(created("Ada"), muted("one", LATER), muted("two", LATER))
          .where(two)
          .when(mute("two", LATER.plusSeconds(1)))
          .then(muted("two", LATER.plusSeconds(1)));
    }

    @Test
    void aSilenceThatHasRunOutTakesNoRoom() {
      PersonLimits one = new PersonLimits(1, 1);
      Instant over = EARLIER.plusSeconds(1);

      var outcome =
          given(created("Ada"), muted("one", over))
              .where(one)
              .when(mute("two", LATER))
              .then(muted("two", LATER));
      given(created("Ada"), muted("one", NOW))
          .where(one)
          .when(mute("two", LATER))
          .then(muted("two", LATER));

      assertThat(outcome.known().muted()).containsOnlyKeys(new ConversationId("two"));
    }

    @Test
    void aSilenceThatHasRunOutNeedsRoomToBeginAgain() {
      given(created("Ada"), muted("one", EARLIER.plusSeconds(1)), muted("two", LATER))
          .where(new PersonLimits(1, 1))
          .when(mute("one", LATER))
          .thenRejected(Reason.TOO_MANY_MUTED);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1", "100001,1", "1,0", "1,100001"})
  void limitsLieBetween1And100000(int maxBlocked, int maxMuted) {
    assertThatThrownBy(() -> new PersonLimits(maxBlocked, maxMuted))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new PersonLimits(100_000, 100_000).maxMuted()).isEqualTo(100_000);
    assertThat(new PersonLimits(1, 1).maxMuted()).isEqualTo(1);
  }

  @Nested
  class Consenting {
    @Test
    void contactsMayAddAndEverybodyMayWriteUntilSomethingElseIsSaid() {
      Consent consent = given(created("Ada")).state().consent();

      assertThat(consent.mayAddMe()).isEqualTo(MayAdd.CONTACTS);
      assertThat(consent.mayWriteMe()).isEqualTo(MayWrite.EVERYONE);
    }

    @Test
    void changesWhatIsGivenAndLeavesTheRest() {
      given(created("Ada"))
          .when(allow(MayAdd.NOBODY, null))
          .then(allowed(MayAdd.NOBODY, MayWrite.EVERYONE));
      given(created("Ada"), allowed(MayAdd.NOBODY, MayWrite.EVERYONE))
          .when(allow(null, MayWrite.CONTACTS))
          .then(allowed(MayAdd.NOBODY, MayWrite.CONTACTS));
      given(created("Ada")).when(allow(MayAdd.CONTACTS, null)).thenNothing();
      given().when(allow(MayAdd.CONTACTS, null)).thenRejected(Reason.PERSON_NOT_FOUND);
    }

    @Test
    void anInvitationIsDeclinedToEachWhoInvited() {
      var outcome = given(created("Ada")).when(decline("garden"));

      assertThat(outcome.events())
          .containsExactlyInAnyOrder(
              declinedInvitation("garden", ExamplePeople.bob, 7).apply(ExamplePeople.NOW),
              declinedInvitation("garden", ExamplePeople.cleo, 9).apply(ExamplePeople.NOW));
      Consent after = outcome.state().consent();
      assertThat(after.hasDeclined(new ConversationId("garden"), 9)).isTrue();
      assertThat(after.hasDeclined(new ConversationId("garden"), 10)).isFalse();
      given(
              created("Ada"),
              declinedInvitation("garden", ExamplePeople.bob, 7),
              declinedInvitation("garden", ExamplePeople.cleo, 9))
          .when(decline("garden"))
          .thenNothing();
    }

    @Test
    void theThirdDeclinedInvitationOfAPersonIsTheLast() {
      var twice =
          given(
              created("Ada"),
              declinedInvitation("a", ExamplePeople.bob, 1),
              declinedInvitation("b", ExamplePeople.bob, 1));
      assertThat(twice.state().consent().refuses(ExamplePeople.bob)).isFalse();
      assertThat(twice.when(decline("garden")).state().consent().refuses(ExamplePeople.bob))
          .isTrue();
      assertThat(twice.when(decline("garden")).state().consent().refuses(ExamplePeople.cleo))
          .isFalse();
    }

    @Test
    void aRequestIsDeclinedOnce() {
      given(created("Ada")).when(decline("request")).then(declinedRequest("request"));
      given(created("Ada"), declinedRequest("request")).when(decline("request")).thenNothing();
    }

    @Test
    void whatWasNotOfferedIsNotThere() {
      given(created("Ada")).when(decline("foreign")).thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(created("Ada"))
          .when(mute("foreign", ExamplePeople.LATER))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }
  }

  @Nested
  class Inboxes {
    @Test
    void aConversationIsPinnedArchivedAndMarkedUnread() {
      given(created("Ada"))
          .when(arrange("chat", InboxSection.PINNED, null))
          .then(arranged("chat", InboxSection.PINNED, false));
      given(created("Ada"), arranged("chat", InboxSection.PINNED, false))
          .when(arrange("chat", null, true))
          .then(arranged("chat", InboxSection.PINNED, true));
      given(created("Ada"), arranged("chat", InboxSection.PINNED, true))
          .when(arrange("chat", InboxSection.ARCHIVED, false))
          .then(arranged("chat", InboxSection.ARCHIVED, false));
    }

    @Test
    void whatIsSoAlreadyIsNoChange() {
      given(created("Ada")).when(arrange("chat", InboxSection.MAIN, false)).thenNothing();
      given(created("Ada")).when(arrange("chat", null, null)).thenNothing();
      given(created("Ada"), arranged("chat", InboxSection.ARCHIVED, true))
          .when(arrange("chat", InboxSection.ARCHIVED, null))
          .thenNothing();
    }

    @Test
    void whatIsAsAtFirstIsForgotten() {
      var outcome =
          given(created("Ada"), arranged("chat", InboxSection.PINNED, false))
              .when(arrange("chat", InboxSection.MAIN, null))
              .then(arranged("chat", InboxSection.MAIN, false));

      assertThat(outcome.known().arranged()).isEmpty();
    }

    @Test
    void onlyAMemberArrangesButWhoHasLeftMayTakeItBack() {
      given(created("Ada"))
          .when(arrange("foreign", InboxSection.PINNED, null))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(created("Ada"))
          .when(arrange("foreign", null, true))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(created("Ada"), arranged("foreign", InboxSection.PINNED, false))
          .when(arrange("foreign", InboxSection.MAIN, null))
          .then(arranged("foreign", InboxSection.MAIN, false));
      given().when(arrange("chat", null, true)).thenRejected(Reason.PERSON_NOT_FOUND);
    }
  }
}
