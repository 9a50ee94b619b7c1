package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.conversation.Story.erase;
import static info.powow.domain.conversation.Story.erased;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.left;
import static info.powow.domain.conversation.Story.openGroup;
import static info.powow.domain.conversation.Story.opened;
import static info.powow.domain.conversation.Story.roleChanged;
import static info.powow.domain.conversation.Story.send;
import static info.powow.domain.conversation.Story.sent;

import info.powow.domain.Reason;
import org.junit.jupiter.api.Test;

class EraseAuthorTest {
  @Test
  void aPrivateChatStaysForTheOtherWhoCannotWriteIntoItAnyMore() {
    given(opened(ada, bob), sent(key(1), ada), sent(key(2), bob))
        .when(erase(ada))
        .then(erased(ada));
    given(opened(ada, bob), sent(key(1), ada), sent(key(2), bob), erased(ada))
        .when(send(key(3), bob))
        .thenRejected(Reason.PERSON_NOT_FOUND);
  }

  @Test
  void erasingAgainAddsNothing() {
    given(opened(ada, bob), sent(key(1), ada), erased(ada)).when(erase(ada)).thenNothing();
    given(openGroup(ada, bob), left(bob), erased(bob)).when(erase(bob)).thenNothing();
  }

  @Test
  void aMemberLeavesAndSoDoesWhoWasAMemberOnce() {
    given(openGroup(ada, bob)).when(erase(bob)).then(left(bob), erased(bob));
    given(openGroup(ada, bob), left(bob)).when(erase(bob)).then(erased(bob));
  }

  @Test
  void theLongestStandingModeratorFollowsTheLastOwner() {
    given(openGroup(ada, bob, cleo), roleChanged(cleo, Role.MODERATOR, ada))
        .when(erase(ada))
        .then(roleChanged(cleo, Role.OWNER, ada), left(ada), erased(ada));
  }

  @Test
  void withoutModeratorsTheLongestStandingMemberDoes() {
    given(openGroup(ada, bob, cleo))
        .when(erase(ada))
        .then(roleChanged(bob, Role.OWNER, ada), left(ada), erased(ada));
  }

  @Test
  void whereAnotherOwnerIsThereNobodyFollows() {
    given(openGroup(ada, bob), roleChanged(bob, Role.OWNER, ada))
        .when(erase(ada))
        .then(left(ada), erased(ada));
    given(openGroup(ada)).when(erase(ada)).then(left(ada), erased(ada));
  }
}
