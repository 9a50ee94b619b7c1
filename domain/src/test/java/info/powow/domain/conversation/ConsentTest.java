package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.dora;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.conversation.Story.accept;
import static info.powow.domain.conversation.Story.accepted;
import static info.powow.domain.conversation.Story.add;
import static info.powow.domain.conversation.Story.added;
import static info.powow.domain.conversation.Story.admit;
import static info.powow.domain.conversation.Story.allows;
import static info.powow.domain.conversation.Story.ban;
import static info.powow.domain.conversation.Story.banned;
import static info.powow.domain.conversation.Story.blocked;
import static info.powow.domain.conversation.Story.changeRole;
import static info.powow.domain.conversation.Story.closedGroup;
import static info.powow.domain.conversation.Story.contact;
import static info.powow.domain.conversation.Story.createGroup;
import static info.powow.domain.conversation.Story.created;
import static info.powow.domain.conversation.Story.dismiss;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.invited;
import static info.powow.domain.conversation.Story.join;
import static info.powow.domain.conversation.Story.joined;
import static info.powow.domain.conversation.Story.leave;
import static info.powow.domain.conversation.Story.left;
import static info.powow.domain.conversation.Story.liftBan;
import static info.powow.domain.conversation.Story.open;
import static info.powow.domain.conversation.Story.openGroup;
import static info.powow.domain.conversation.Story.opened;
import static info.powow.domain.conversation.Story.react;
import static info.powow.domain.conversation.Story.remove;
import static info.powow.domain.conversation.Story.removed;
import static info.powow.domain.conversation.Story.send;
import static info.powow.domain.conversation.Story.sent;
import static info.powow.domain.conversation.Story.unbanned;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.person.Consent;
import info.powow.domain.person.MayAdd;
import info.powow.domain.person.MayWrite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What nobody may do to a person without their consent.
class ConsentTest {
  private static final Consent DEFAULT =
      new Consent(MayAdd.CONTACTS, MayWrite.EVERYONE, Map.of(), Map.of());
  private static final ConversationId GROUP = ConversationId.ofGroup(ada, key(0));
  private static final ConversationId CHAT = ConversationId.ofDirect(ada, bob);

  private static Consent declined(PersonId inviter, long position, int times) {
    return new Consent(
        MayAdd.CONTACTS, MayWrite.EVERYONE, Map.of(GROUP, position), Map.of(inviter, times));
  }

  @Nested
  class BeingAdded {
    @Test
    void needsToBeAContactUnlessEverybodyMay() {
      given(openGroup(ada)).where(allows(bob, DEFAULT)).when(add(bob, ada)).then(invited(bob, ada));
      given(openGroup(ada))
          .where(allows(bob, DEFAULT), contact(bob, ada))
          .when(add(bob, ada))
          .then(added(bob, ada));
      given(openGroup(ada)).when(add(bob, ada)).then(added(bob, ada));
    }

    @Test
    void theContactIsWhoTheAddedPersonHasWrittenToAndNotTheOtherWayRound() {
      given(openGroup(ada))
          .where(allows(bob, DEFAULT), contact(ada, bob))
          .when(add(bob, ada))
          .then(invited(bob, ada));
    }

    @Test
    void byNobodyIsByNoContactEither() {
      given(openGroup(ada))
          .where(allows(bob, DEFAULT.with(MayAdd.NOBODY, MayWrite.EVERYONE)), contact(bob, ada))
          .when(add(bob, ada))
          .then(invited(bob, ada));
    }

    @Test
    void aNewGroupBeginsWithoutThoseWhoAreInvited() {
      var outcome =
          given()
              .where(allows(bob, DEFAULT))
              .when(createGroup(ada, bob, cleo))
              .then(created(createGroup(ada, cleo)), invited(bob, ada));

      assertThat(outcome.state().hasMember(bob)).isFalse();
      assertThat(outcome.state().hasMember(cleo)).isTrue();
      assertThat(Conversation.invited(outcome.state(), createGroup(ada, bob, cleo).of(GROUP)))
          .containsExactly(bob);
    }

    @Test
    void twiceByTheSamePersonIsOneInvitation() {
      var outcome =
          given(openGroup(ada), invited(bob, ada))
              .where(allows(bob, DEFAULT))
              .when(add(bob, ada))
              .thenNothing();

      assertThat(Conversation.invited(outcome.state(), new AddMember(GROUP, ada, bob)))
          .containsExactly(bob);
    }

    @Test
    void endsInBothDirectionsWithABlock() {
      given(openGroup(ada))
          .where(blocked(bob, ada))
          .when(add(bob, ada))
          .thenRejected(Reason.BLOCKED);
      given(openGroup(ada))
          .where(blocked(ada, bob))
          .when(add(bob, ada))
          .thenRejected(Reason.BLOCKED_BY_YOU);
    }
  }

  @Nested
  class AnInvitation {
    @Test
    void makesNoMemberUntilItIsAccepted() {
      var state = given(closedGroup(ada), invited(bob, ada)).when(add(ada, ada)).state();
      assertThat(state.hasMember(bob)).isFalse();
      given(closedGroup(ada), invited(bob, ada))
          .when(send(bob))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);

      given(closedGroup(ada), invited(bob, ada)).when(accept(bob)).then(joined(bob));
      given(closedGroup(ada), invited(bob, ada)).when(join(bob)).then(joined(bob));
      given(closedGroup(ada), invited(bob, ada), joined(bob)).when(accept(bob)).thenNothing();
    }

    @Test
    void isForWhoWasInvitedOnly() {
      given(closedGroup(ada), invited(bob, ada))
          .when(accept(cleo))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given().when(accept(cleo)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }

    @Test
    void isUsedUpByComing() {
      given(closedGroup(ada), invited(bob, ada), joined(bob), left(bob))
          .when(accept(bob))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }

    @Test
    void endsWhenItIsDeclinedAndMayComeAgainTwice() {
      given(closedGroup(ada), invited(bob, ada))
          .where(allows(bob, declined(ada, 1, 1)))
          .when(accept(bob))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(closedGroup(ada), invited(bob, ada))
          .where(allows(bob, declined(ada, 1, 2)))
          .when(add(bob, ada))
          .then(invited(bob, ada));
      given(closedGroup(ada), invited(bob, ada))
          .where(allows(bob, declined(ada, 1, 3)))
          .when(add(bob, ada))
          .thenRejected(Reason.INVITATIONS_DECLINED);
      given()
          .where(allows(bob, declined(ada, 1, 3)))
          .when(createGroup(ada, bob))
          .thenRejected(Reason.INVITATIONS_DECLINED);
    }

    @Test
    void ofAnotherPersonStillHoldsWhenOneWasDeclined() {
      given(openGroup(ada, cleo), invited(bob, ada), invited(bob, cleo))
          .where(allows(bob, declined(ada, 1, 3)))
          .when(accept(bob))
          .then(joined(bob));
    }

    @Test
    void endsWithItsInvitersRemoval() {
      given(openGroup(ada, cleo), invited(bob, cleo), removed(cleo, ada))
          .when(accept(bob))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }

    @Test
    void endsWithABlockInEitherDirection() {
      for (var block : List.of(blocked(bob, ada), blocked(ada, bob))) {
        given(closedGroup(ada), invited(bob, ada))
            .where(block)
            .when(accept(bob))
            .thenRejected(Reason.CONVERSATION_NOT_FOUND);
      }
    }
  }

  @Nested
  class AFirstMessage {
    private static Standing standing(PersonId of, Story.Happening... happened) {
      var state = given(happened).when(open(ada, bob)).state();
      return ((Conversation.Direct) state).standingOf(of);
    }

    @Test
    void isARequestUntilTheOtherOneAnswersOrAccepts() {
      assertThat(standing(ada, opened(ada, bob))).isEqualTo(Standing.OPENED);
      assertThat(standing(bob, opened(ada, bob))).isEqualTo(Standing.HIDDEN);
      assertThat(standing(ada, opened(ada, bob), sent(key(1), ada))).isEqualTo(Standing.OUTGOING);
      assertThat(standing(bob, opened(ada, bob), sent(key(1), ada))).isEqualTo(Standing.REQUEST);
      for (var agreement : List.of(sent(key(1), bob), accepted(bob))) {
        assertThat(standing(ada, opened(ada, bob), sent(key(1), ada), agreement))
            .isEqualTo(Standing.MUTUAL);
        assertThat(standing(bob, opened(ada, bob), sent(key(1), ada), agreement))
            .isEqualTo(Standing.MUTUAL);
      }
    }

    @Test
    void ofTheOtherOneAnswersWhoHasOpenedTheChat() {
      assertThat(standing(ada, opened(ada, bob), sent(key(1), bob))).isEqualTo(Standing.MUTUAL);
      assertThat(standing(bob, opened(ada, bob), sent(key(1), bob))).isEqualTo(Standing.MUTUAL);
    }

    /// Computing a person's standing step by step gives the same result as computing it from the
    /// whole chat.
    @Test
    void changesTheStandingOfBothStepByStep() {
      for (boolean opener : List.of(true, false)) {
        for (boolean mine : List.of(true, false)) {
          for (boolean theirs : List.of(true, false)) {
            Standing before = Standing.of(mine, theirs, opener);
            assertThat(before.afterMine()).isEqualTo(Standing.of(true, theirs, opener));
            assertThat(before.afterTheirs()).isEqualTo(Standing.of(mine, true, opener));
          }
        }
      }
    }

    @Test
    void isAcceptedOnceAndOnlyWhenThereIsOne() {
      given(opened(ada, bob), sent(key(1), ada)).when(accept(bob)).then(accepted(bob));
      given(opened(ada, bob), sent(key(1), ada), accepted(bob)).when(accept(bob)).thenNothing();
      given(opened(ada, bob), sent(key(1), ada)).when(accept(ada)).thenNothing();
      given(opened(ada, bob)).when(accept(bob)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
      given(opened(ada, bob), sent(key(1), ada))
          .when(accept(cleo))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }

    @Test
    void goesNoMoreToWhoHasDeclinedUnlessTheyWrite() {
      Consent declined =
          new Consent(MayAdd.CONTACTS, MayWrite.EVERYONE, Map.of(CHAT, 0L), Map.of());
      var request = given(opened(ada, bob), sent(key(1), ada)).where(allows(bob, declined));
      request.when(send(key(2), ada)).thenRejected(Reason.CONTACTS_ONLY);
      request.when(react(1, "👍", ada)).thenRejected(Reason.CONTACTS_ONLY);
      request.when(send(key(2), bob)).then(sent(key(2), bob));
      given(opened(ada, bob), sent(key(1), ada), sent(key(1), bob))
          .where(allows(bob, declined))
          .when(send(key(2), ada))
          .then(sent(key(2), ada));
    }

    @Test
    void goesToContactsOnlyWhereTheOtherOneWantsItSo() {
      Consent contactsOnly = DEFAULT.with(MayAdd.CONTACTS, MayWrite.CONTACTS);
      given()
          .where(allows(bob, contactsOnly))
          .when(open(ada, bob))
          .thenRejected(Reason.CONTACTS_ONLY);
      given(opened(ada, bob))
          .where(allows(bob, contactsOnly))
          .when(send(ada))
          .thenRejected(Reason.CONTACTS_ONLY);
      given(opened(ada, bob), sent(key(1), bob))
          .where(allows(bob, contactsOnly))
          .when(send(key(2), ada))
          .then(sent(key(2), ada));
    }
  }

  @Nested
  class ABan {
    @Test
    void removesAndKeepsOutByEveryDoor() {
      given(openGroup(ada, bob)).when(ban(bob, ada)).then(removed(bob, ada), banned(bob, ada));
      var kept = given(openGroup(ada, bob, cleo), removed(bob, ada), banned(bob, ada));
      kept.when(join(bob)).thenRejected(Reason.BANNED);
      kept.when(add(bob, cleo)).thenRejected(Reason.BANNED);
      kept.when(accept(bob)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
      kept.when(ban(bob, ada)).thenNothing();
    }

    @Test
    void isForModeratorsOverThoseBelowThem() {
      given(openGroup(ada, bob, cleo)).when(ban(bob, cleo)).thenRejected(Reason.NOT_ALLOWED);
      given(openGroup(ada, bob)).when(ban(ada, bob)).thenRejected(Reason.NOT_ALLOWED);
      given(openGroup(ada)).when(ban(ada, bob)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }

    @Test
    void alsoMeetsWhoHasLeftOrIsInvited() {
      given(openGroup(ada, bob), left(bob)).when(ban(bob, ada)).then(banned(bob, ada));
      given(closedGroup(ada), invited(bob, ada), banned(bob, ada))
          .when(accept(bob))
          .thenRejected(Reason.CONVERSATION_NOT_FOUND);
    }

    @Test
    void isLiftedByAModerator() {
      var kept = given(openGroup(ada, bob, cleo), removed(bob, ada), banned(bob, ada));
      kept.when(liftBan(bob, cleo)).thenRejected(Reason.NOT_ALLOWED);
      kept.when(liftBan(bob, ada)).then(unbanned(bob, ada));
      kept.and(unbanned(bob, ada)).when(join(bob)).then(joined(bob));
      kept.and(unbanned(bob, ada)).when(liftBan(bob, ada)).thenNothing();
    }
  }

  @Nested
  class AGatheringsConversation {
    private static Story.Given gathering(Story.Happening... happened) {
      return given(created(createGroup(ada).ofGathering())).and(happened);
    }

    @Test
    void admitsWhoGoesAndNobodyByAnyOtherDoor() {
      gathering().when(admit(bob)).then(joined(bob));
      gathering().when(join(bob)).thenRejected(Reason.CONVERSATION_NOT_FOUND);
      gathering().when(add(bob, ada)).thenRejected(Reason.OF_A_GATHERING);
      gathering(joined(bob)).when(add(cleo, bob)).thenRejected(Reason.NOT_ALLOWED);
      gathering().when(changeRole(bob, Role.OWNER, ada)).thenRejected(Reason.MEMBER_NOT_FOUND);
    }

    @Test
    void letsGoWhoGoesNoMoreWhateverTheirRole() {
      gathering(joined(bob)).when(dismiss(bob)).then(left(bob));
      gathering().when(dismiss(bob)).thenNothing();
    }

    @Test
    void keepsItsHost() {
      gathering(joined(bob)).when(leave(ada)).thenRejected(Reason.OF_A_GATHERING);
      gathering(joined(bob), Story.roleChanged(bob, Role.OWNER, ada))
          .when(changeRole(ada, Role.MEMBER, bob))
          .thenRejected(Reason.OF_A_GATHERING);
    }

    @Test
    void doesNotAdmitWhoIsBanned() {
      gathering(joined(bob), removed(bob, ada), banned(bob, ada))
          .when(admit(bob))
          .thenRejected(Reason.BANNED);
      gathering(joined(bob), removed(bob, ada)).when(admit(bob)).then(joined(bob));
    }
  }

  @Nested
  class ABlockInAGroup {
    @Test
    void endsReactionsAndMentionsInBothDirections() {
      var group = openGroup(ada, bob, dora);
      given(group, sent(key(1), bob))
          .where(blocked(bob, ada))
          .when(react(1, "👍", ada))
          .thenRejected(Reason.BLOCKED);
      given(group, sent(key(1), bob))
          .where(blocked(ada, bob))
          .when(react(1, "👍", ada))
          .thenRejected(Reason.BLOCKED_BY_YOU);
      given(group)
          .where(blocked(bob, ada))
          .when(send(ada).mentioning(bob))
          .thenRejected(Reason.BLOCKED);
      given(group)
          .where(blocked(ada, bob))
          .when(send(ada).mentioning(bob))
          .thenRejected(Reason.BLOCKED_BY_YOU);
    }

    @Test
    void leavesWhatIsSaidToAll() {
      given(openGroup(ada, bob)).where(blocked(bob, ada)).when(send(ada)).then(sent(send(ada)));
      given(openGroup(ada, bob)).when(remove(bob, ada)).then(removed(bob, ada));
    }
  }
}
