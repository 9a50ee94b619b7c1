package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.dora;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.conversation.Story.add;
import static info.powow.domain.conversation.Story.added;
import static info.powow.domain.conversation.Story.avatarChanged;
import static info.powow.domain.conversation.Story.blocked;
import static info.powow.domain.conversation.Story.changeAvatar;
import static info.powow.domain.conversation.Story.changePlace;
import static info.powow.domain.conversation.Story.changeRole;
import static info.powow.domain.conversation.Story.closedGroup;
import static info.powow.domain.conversation.Story.createGroup;
import static info.powow.domain.conversation.Story.created;
import static info.powow.domain.conversation.Story.delete;
import static info.powow.domain.conversation.Story.edit;
import static info.powow.domain.conversation.Story.erase;
import static info.powow.domain.conversation.Story.erased;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.image;
import static info.powow.domain.conversation.Story.join;
import static info.powow.domain.conversation.Story.joined;
import static info.powow.domain.conversation.Story.leave;
import static info.powow.domain.conversation.Story.left;
import static info.powow.domain.conversation.Story.limits;
import static info.powow.domain.conversation.Story.nobody;
import static info.powow.domain.conversation.Story.openGroup;
import static info.powow.domain.conversation.Story.pin;
import static info.powow.domain.conversation.Story.placed;
import static info.powow.domain.conversation.Story.react;
import static info.powow.domain.conversation.Story.remove;
import static info.powow.domain.conversation.Story.removed;
import static info.powow.domain.conversation.Story.rename;
import static info.powow.domain.conversation.Story.renamed;
import static info.powow.domain.conversation.Story.roleChanged;
import static info.powow.domain.conversation.Story.send;
import static info.powow.domain.conversation.Story.sent;
import static info.powow.domain.conversation.Story.unpin;
import static info.powow.domain.conversation.Story.unreact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.Story.Asking;
import info.powow.domain.place.Place;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GroupTest {
  private static final Consumer<World> THREE_AT_MOST =
      limits(new ConversationLimits(65_536, 3, 10, 50, 20, 50));

  @Nested
  class Creating {
    @Test
    void makesTheCreatorOwnerAndTheOthersMembers() {
      var outcome = given().when(createGroup(ada, bob, cleo)).then(closedGroup(ada, bob, cleo));

      Conversation.Group group = (Conversation.Group) outcome.state();
      assertThat(group.members().roles())
          .containsExactly(
              Map.entry(ada, Role.OWNER),
              Map.entry(bob, Role.MEMBER),
              Map.entry(cleo, Role.MEMBER));
      assertThat(group.name()).isEqualTo("Gardeners");
      assertThat(group.open()).isFalse();
      assertThat(group.next()).isEqualTo(1);
    }

    @Test
    void keepsWhetherItIsOpenAndWhetherItShowsItsHistory() {
      given().when(createGroup(ada).open()).then(created(createGroup(ada).open()));
      given().when(createGroup(ada).withHistory()).then(created(createGroup(ada).withHistory()));
      assertThat(given(openGroup(ada)).when(join(bob)).state())
          .isInstanceOfSatisfying(
              Conversation.Group.class, group -> assertThat(group.open()).isTrue());
    }

    @Test
    void countsEverybodyOnceAndTheCreatorAnyway() {
      given().when(createGroup(ada, bob, ada, bob)).then(closedGroup(ada, bob));
      given().when(createGroup(ada)).then(closedGroup(ada));
    }

    @Test
    void againUnderTheSameKeyIsTheSameGroupWhateverItSays() {
      given(closedGroup(ada, bob)).when(createGroup(ada, bob)).thenAnsweredAsAt(0);
      given(closedGroup(ada, bob)).when(createGroup(ada, cleo).named("Else")).thenAnsweredAsAt(0);
    }

    @Test
    void againUnderTheSameKeyIsAnsweredToACreatorWhoHasLeft() {
      given(openGroup(ada, bob), roleChanged(bob, Role.OWNER, ada), left(ada))
          .when(createGroup(ada, bob).open())
          .thenAnsweredAsAt(0);
    }

    @Test
    void takesPeopleWhoAreThereAndHaveNotBlockedTheCreator() {
      given()
          .where(nobody(cleo))
          .when(createGroup(ada, bob, cleo))
          .thenRejected(Reason.PERSON_NOT_FOUND);
      given()
          .where(blocked(cleo, ada))
          .when(createGroup(ada, bob, cleo))
          .thenRejected(Reason.BLOCKED);
      given()
          .where(blocked(ada, cleo))
          .when(createGroup(ada, bob, cleo))
          .thenRejected(Reason.BLOCKED_BY_YOU);
      given()
          .where(blocked(cleo, bob))
          .when(createGroup(ada, bob, cleo))
          .then(closedGroup(ada, bob, cleo));
    }

    @Test
    void fillsAGroupToItsLimitAndNotBeyond() {
      given()
          .where(THREE_AT_MOST)
          .when(createGroup(ada, bob, cleo))
          .then(closedGroup(ada, bob, cleo));
      given()
          .where(THREE_AT_MOST)
          .when(createGroup(ada, bob, cleo, dora))
          .thenRejected(Reason.GROUP_FULL);
    }

    @Test
    void givesANameThatObeysTheRulesOfNames() {
      given()
          .when(createGroup(ada).named("  Rose   growers "))
          .then(created(createGroup(ada).named("Rose growers")));
      given().when(createGroup(ada).named("  ")).thenRejected(Reason.INVALID_NAME);
      given().when(createGroup(ada).named("x".repeat(101))).thenRejected(Reason.INVALID_NAME);
    }
  }

  @Nested
  class Joining {
    @Test
    void isForAnyoneInAnOpenGroup() {
      var outcome = given(openGroup(ada)).when(join(bob)).then(joined(bob));

      assertThat(outcome.state().hasMember(bob)).isTrue();
      given(openGroup(ada), joined(bob)).when(join(bob)).thenNothing();
      given(openGroup(ada)).when(join(ada)).thenNothing();
    }

    @Test
    void isForNobodyInAGroupByInvitation() {
      given(closedGroup(ada)).when(join(bob)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(closedGroup(ada, bob)).when(join(bob)).thenNothing();
    }

    @Test
    void endsWhereTheGroupIsFull() {
      given(openGroup(ada, bob)).where(THREE_AT_MOST).when(join(cleo)).then(joined(cleo));
      given(openGroup(ada, bob, cleo))
          .where(THREE_AT_MOST)
          .when(join(dora))
          .thenRejected(Reason.GROUP_FULL);
      given(openGroup(ada, bob, cleo)).where(THREE_AT_MOST).when(join(cleo)).thenNothing();
    }

    @Test
    void worksAgainAfterLeavingOrBeingRemovedAsAPlainMember() {
      var moderator = given(openGroup(ada, bob), roleChanged(bob, Role.MODERATOR, ada), left(bob));

      moderator.when(join(bob)).then(joined(bob));
      moderator.and(joined(bob)).when(rename("Mine", bob)).thenRejected(Reason.NOT_ALLOWED);
      given(openGroup(ada, bob), removed(bob, ada)).when(join(bob)).then(joined(bob));
    }

    @Test
    void isOverWhenEverybodyHasLeft() {
      given(openGroup(ada), left(ada)).when(join(bob)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(openGroup(ada), left(ada)).when(join(ada)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }
  }

  @Nested
  class Adding {
    @Test
    void isForEveryMemberOfAnOpenGroup() {
      var outcome = given(openGroup(ada, bob)).when(add(cleo, bob)).then(added(cleo, bob));

      assertThat(outcome.state().hasMember(cleo)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"OWNER,true", "MODERATOR,true", "MEMBER,false"})
    void isForThoseWhoModerateInAGroupByInvitation(Role role, boolean allowed) {
      var outcome = given(closedGroup(ada, bob), roleChanged(bob, role, ada)).when(add(cleo, bob));

      if (allowed) {
        outcome.then(added(cleo, bob));
      } else {
        outcome.thenRejected(Reason.NOT_ALLOWED);
      }
    }

    @Test
    void ofAMemberIsNothingNew() {
      given(openGroup(ada, bob)).when(add(bob, ada)).thenNothing();
      given(openGroup(ada, bob))
          .where(THREE_AT_MOST, blocked(bob, ada))
          .when(add(bob, ada))
          .thenNothing();
    }

    @Test
    void endsWhereTheGroupIsFull() {
      given(closedGroup(ada, bob)).where(THREE_AT_MOST).when(add(cleo, ada)).then(added(cleo, ada));
      given(closedGroup(ada, bob, cleo))
          .where(THREE_AT_MOST)
          .when(add(dora, ada))
          .thenRejected(Reason.GROUP_FULL);
    }

    @Test
    void isNotForSomebodyWhoHasBlockedWhoAdds() {
      given(closedGroup(ada))
          .where(blocked(bob, ada))
          .when(add(bob, ada))
          .thenRejected(Reason.BLOCKED);
      given(closedGroup(ada))
          .where(blocked(ada, bob))
          .when(add(bob, ada))
          .thenRejected(Reason.BLOCKED_BY_YOU);
      given(closedGroup(ada))
          .where(nobody(bob))
          .when(add(bob, ada))
          .thenRejected(Reason.PERSON_NOT_FOUND);
    }
  }

  @Nested
  class Leaving {
    @Test
    void isForEveryMember() {
      var outcome = given(openGroup(ada, bob)).when(leave(bob)).then(left(bob));

      assertThat(outcome.state().hasMember(bob)).isFalse();
      assertThat(outcome.state().hasMember(ada)).isTrue();
    }

    @Test
    void isNotForTheLastOwnerWhileOthersAreThere() {
      given(openGroup(ada, bob)).when(leave(ada)).thenRejected(Reason.LAST_OWNER);
      given(openGroup(ada, bob, cleo), roleChanged(bob, Role.MODERATOR, ada))
          .when(leave(ada))
          .thenRejected(Reason.LAST_OWNER);
    }

    @Test
    void isForAnOwnerWhoIsNotTheOnlyOne() {
      given(openGroup(ada, bob), roleChanged(bob, Role.OWNER, ada))
          .when(leave(ada))
          .then(left(ada));
    }

    @Test
    void endsTheGroupWithItsLastMember() {
      var over = given(openGroup(ada)).when(leave(ada)).then(left(ada));

      assertThat(over.state().hasMember(ada)).isFalse();
      given(openGroup(ada), left(ada)).when(leave(ada)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }
  }

  @Nested
  class Removing {
    @ParameterizedTest
    @CsvSource({
      "OWNER,OWNER,false",
      "OWNER,MODERATOR,true",
      "OWNER,MEMBER,true",
      "MODERATOR,OWNER,false",
      "MODERATOR,MODERATOR,false",
      "MODERATOR,MEMBER,true",
      "MEMBER,OWNER,false",
      "MEMBER,MODERATOR,false",
      "MEMBER,MEMBER,false"
    })
    void isForWhoStandsAboveWhoIsRemoved(Role by, Role person, boolean allowed) {
      var group =
          given(
              openGroup(ada, bob, cleo), roleChanged(bob, by, ada), roleChanged(cleo, person, ada));

      if (allowed) {
        var outcome = group.when(remove(cleo, bob)).then(removed(cleo, bob));
        assertThat(outcome.state().hasMember(cleo)).isFalse();
      } else {
        group.when(remove(cleo, bob)).thenRejected(Reason.NOT_ALLOWED);
      }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void ofOneselfIsCalledLeaving(Role role) {
      given(openGroup(ada, bob), roleChanged(bob, role, ada))
          .when(remove(bob, bob))
          .thenRejected(Reason.NOT_ALLOWED);
    }

    @Test
    void isOfMembers() {
      given(openGroup(ada)).when(remove(bob, ada)).thenRejected(Reason.MEMBER_NOT_FOUND);
    }
  }

  @Nested
  class Roles {
    @ParameterizedTest
    @EnumSource(
        value = Role.class,
        names = {"OWNER", "MODERATOR"})
    void areGivenByOwners(Role role) {
      given(openGroup(ada, bob)).when(changeRole(bob, role, ada)).then(roleChanged(bob, role, ada));
    }

    @ParameterizedTest
    @EnumSource(
        value = Role.class,
        names = {"MODERATOR", "MEMBER"})
    void areNotGivenByOthersNotEvenToThemselves(Role role) {
      var group = given(openGroup(ada, bob, cleo), roleChanged(bob, role, ada));

      group.when(changeRole(cleo, Role.MODERATOR, bob)).thenRejected(Reason.NOT_ALLOWED);
      group.when(changeRole(bob, Role.OWNER, bob)).thenRejected(Reason.NOT_ALLOWED);
      group.when(changeRole(ada, Role.MEMBER, bob)).thenRejected(Reason.NOT_ALLOWED);
    }

    @Test
    void thatSomebodyHasAlreadyAreNothingNew() {
      given(openGroup(ada, bob)).when(changeRole(bob, Role.MEMBER, ada)).thenNothing();
      given(openGroup(ada, bob)).when(changeRole(ada, Role.OWNER, ada)).thenNothing();
    }

    @Test
    void areForMembers() {
      given(openGroup(ada))
          .when(changeRole(bob, Role.OWNER, ada))
          .thenRejected(Reason.MEMBER_NOT_FOUND);
    }

    @Test
    void ofTheLastOwnerStay() {
      given(openGroup(ada, bob))
          .when(changeRole(ada, Role.MEMBER, ada))
          .thenRejected(Reason.LAST_OWNER);
      given(openGroup(ada))
          .when(changeRole(ada, Role.MODERATOR, ada))
          .thenRejected(Reason.LAST_OWNER);
    }

    @Test
    void ofOneOwnerAmongTwoMayBeTakenAlsoByThemselves() {
      var two = given(openGroup(ada, bob), roleChanged(bob, Role.OWNER, ada));

      two.when(changeRole(ada, Role.MEMBER, ada)).then(roleChanged(ada, Role.MEMBER, ada));
      two.when(changeRole(ada, Role.MEMBER, bob)).then(roleChanged(ada, Role.MEMBER, bob));
      two.and(roleChanged(ada, Role.MEMBER, bob))
          .when(changeRole(bob, Role.MEMBER, bob))
          .thenRejected(Reason.LAST_OWNER);
    }
  }

  @Nested
  class Renaming {
    @ParameterizedTest
    @CsvSource({"OWNER,true", "MODERATOR,true", "MEMBER,false"})
    void isForThoseWhoModerate(Role role, boolean allowed) {
      var outcome =
          given(openGroup(ada, bob), roleChanged(bob, role, ada)).when(rename("Bees", bob));

      if (allowed) {
        outcome.then(renamed("Bees", bob));
      } else {
        outcome.thenRejected(Reason.NOT_ALLOWED);
      }
    }

    @Test
    void toTheNameThatItHasIsNothingNew() {
      given(openGroup(ada)).when(rename("Gardeners", ada)).thenNothing();
      given(openGroup(ada)).when(rename(" Gardeners ", ada)).thenNothing();
      given(openGroup(ada), renamed("Bees", ada)).when(rename("Bees", ada)).thenNothing();
      given(openGroup(ada), renamed("Bees", ada))
          .when(rename("Gardeners", ada))
          .then(renamed("Gardeners", ada));
    }

    @Test
    void obeysTheRulesOfNames() {
      given(openGroup(ada)).when(rename("", ada)).thenRejected(Reason.INVALID_NAME);
    }

    @Test
    void keepsTheMembers() {
      var outcome = given(openGroup(ada, bob)).when(rename("Bees", ada));

      assertThat(outcome.state().hasMember(bob)).isTrue();
    }
  }

  @Nested
  class ShowingAPicture {
    private static final ImageId ADAS = new ImageId("adas");
    private static final ImageId BOBS = new ImageId("bobs");

    @ParameterizedTest
    @CsvSource({"OWNER,true", "MODERATOR,true", "MEMBER,false"})
    void isForOwnersAndModerators(Role role, boolean allowed) {
      var outcome =
          given(openGroup(ada, bob), roleChanged(bob, role, ada))
              .where(image(BOBS, bob))
              .when(changeAvatar(BOBS, bob));

      if (allowed) {
        outcome.then(avatarChanged(BOBS, bob));
      } else {
        outcome.thenRejected(Reason.NOT_ALLOWED);
      }
    }

    @Test
    void isNotForThoseOutsideWhoCannotEvenTellThatThereIsAGroup() {
      given(openGroup(ada, bob), left(bob))
          .where(image(BOBS, bob))
          .when(changeAvatar(BOBS, bob))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }

    @Test
    void takesAPictureOfOnesOwn() {
      given(openGroup(ada, bob))
          .where(image(BOBS, bob))
          .when(changeAvatar(BOBS, ada))
          .thenRejected(Reason.IMAGE_NOT_FOUND);
      given(openGroup(ada)).when(changeAvatar(ADAS, ada)).thenRejected(Reason.IMAGE_NOT_FOUND);
    }

    @Test
    void thatIsShownAlreadyIsNothingNewWhoeverGaveIt() {
      given(openGroup(ada, bob), roleChanged(bob, Role.MODERATOR, ada), avatarChanged(ADAS, ada))
          .when(changeAvatar(ADAS, bob))
          .thenNothing();
      given(openGroup(ada)).when(changeAvatar(null, ada)).thenNothing();
    }

    @Test
    void endsWhenItIsTakenAway() {
      given(openGroup(ada), avatarChanged(ADAS, ada))
          .when(changeAvatar(null, ada))
          .then(avatarChanged(null, ada));
      given(openGroup(ada), avatarChanged(ADAS, ada), avatarChanged(null, ada))
          .where(image(ADAS, ada))
          .when(changeAvatar(ADAS, ada))
          .then(avatarChanged(ADAS, ada));
    }

    @Test
    void outlivesARenaming() {
      given(openGroup(ada), avatarChanged(ADAS, ada), renamed("Bees", ada))
          .when(changeAvatar(ADAS, ada))
          .thenNothing();
    }
  }

  @Nested
  class BeingOnTheMap {
    private static final Place SQUARE = new Place(52.5219, 13.4132, "The square");
    private static final Place PARK = new Place(52.53, 13.42, null);

    @ParameterizedTest
    @CsvSource({"OWNER,true", "MODERATOR,true", "MEMBER,false"})
    void isForOwnersAndModerators(Role role, boolean allowed) {
      var outcome =
          given(openGroup(ada, bob), roleChanged(bob, role, ada)).when(changePlace(SQUARE, bob));

      if (allowed) {
        outcome.then(placed(SQUARE, bob));
      } else {
        outcome.thenRejected(Reason.NOT_ALLOWED);
      }
    }

    @Test
    void isForOpenGroupsOnly() {
      given(closedGroup(ada)).when(changePlace(SQUARE, ada)).thenRejected(Reason.GROUP_NOT_OPEN);
      given(created(createGroup(ada).ofGathering()))
          .when(changePlace(SQUARE, ada))
          .thenRejected(Reason.GROUP_NOT_OPEN);
      given().when(createGroup(ada).at(SQUARE)).thenRejected(Reason.GROUP_NOT_OPEN);
    }

    @Test
    void canBeginWithTheGroup() {
      given()
          .when(createGroup(ada, bob).open().at(SQUARE))
          .then(openGroup(ada, bob), placed(SQUARE, ada));
    }

    @Test
    void movesAndEnds() {
      given(openGroup(ada), placed(SQUARE, ada))
          .when(changePlace(PARK, ada))
          .then(placed(PARK, ada));
      given(openGroup(ada), placed(SQUARE, ada), renamed("Bees", ada))
          .when(changePlace(null, ada))
          .then(placed(null, ada));
    }

    @Test
    void inTheSamePlaceIsNothingNew() {
      given(openGroup(ada), placed(SQUARE, ada), renamed("Bees", ada), joined(bob))
          .when(changePlace(SQUARE, ada))
          .thenNothing();
      given(openGroup(ada)).when(changePlace(null, ada)).thenNothing();
      given(closedGroup(ada)).when(changePlace(null, ada)).thenNothing();
    }

    @Test
    void endsWithTheLastMember() {
      given(openGroup(ada, bob), placed(SQUARE, ada), left(bob))
          .when(leave(ada))
          .then(placed(null, ada), left(ada));
      given(openGroup(ada), placed(SQUARE, ada))
          .when(erase(ada))
          .then(placed(null, ada), left(ada), erased(ada));
      given(openGroup(ada, bob), placed(SQUARE, ada)).when(leave(bob)).then(left(bob));
    }
  }

  @Nested
  class NonMembers {
    static Stream<Asking> everythingButJoining() {
      return Stream.of(
          send(key(7), dora),
          edit(1, "hers now", dora),
          delete(1, dora),
          react(1, "👍", dora),
          unreact(1, "👍", dora),
          pin(1, dora),
          unpin(1, dora),
          leave(dora),
          add(dora, dora),
          remove(bob, dora),
          changeRole(dora, Role.OWNER, dora),
          rename("Ours", dora),
          changePlace(new Place(52.5, 13.4, null), dora));
    }

    @ParameterizedTest
    @MethodSource("everythingButJoining")
    void seeNoGroup(Asking asking) {
      given(openGroup(ada, bob), sent(key(1), ada))
          .when(asking)
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(closedGroup(ada, bob, dora), sent(key(1), dora), removed(dora, ada))
          .when(asking)
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(closedGroup(ada, bob, dora), sent(key(1), dora), left(dora))
          .when(asking)
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }

    @Test
    void areStillToldWhatBecameOfAMessageThatTheySentAsMembers() {
      given(closedGroup(ada, bob), sent(key(1), bob), left(bob))
          .when(send(key(1), bob))
          .thenAnsweredAsAt(1);
    }
  }

  @Test
  void thereIsNothingInAGroupThatWasNotCreated() {
    given().when(join(ada)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
    given().when(send(ada)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
  }

  @Test
  void aPrivateChatIsNotOpenedInAGroup() {
    var group = given(openGroup(ada, bob));
    ConversationCommand stray = Story.open(ada, bob).of(new ConversationId("any"));

    group.when(_ -> stray).thenRejected(Reason.CONVERSATION_NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "0,2,0,0,0,0",
    "131073,2,0,0,0,0",
    "1,1,0,0,0,0",
    "1,10001,0,0,0,0",
    "1,2,-1,0,0,0",
    "1,2,101,0,0,0",
    "1,2,0,-1,0,0",
    "1,2,0,1001,0,0",
    "1,2,0,0,-1,0",
    "1,2,0,0,101,0",
    "1,2,0,0,0,-1",
    "1,2,0,0,0,1001"
  })
  void limitsThatMakeNoSenseAreRefusedAtOnce(
      int text, int members, int images, int mentions, int reactions, int pins) {
    assertThatThrownBy(
            () -> new ConversationLimits(text, members, images, mentions, reactions, pins))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be between");
  }

  @Test
  void theLimitsThemselvesAreAllowed() {
    assertThat(new ConversationLimits(1, 2, 0, 0, 0, 0).maxTextBytes()).isEqualTo(1);
    assertThat(new ConversationLimits(131_072, 10_000, 100, 1_000, 100, 1_000).maxPins())
        .isEqualTo(1_000);
  }
}
