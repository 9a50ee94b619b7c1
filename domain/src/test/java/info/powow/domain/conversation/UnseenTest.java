package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.dora;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.Refusals.assertRejected;
import static info.powow.domain.conversation.Story.createGroup;
import static info.powow.domain.conversation.Story.created;
import static info.powow.domain.conversation.Story.delete;
import static info.powow.domain.conversation.Story.deleted;
import static info.powow.domain.conversation.Story.edit;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.joined;
import static info.powow.domain.conversation.Story.left;
import static info.powow.domain.conversation.Story.messages;
import static info.powow.domain.conversation.Story.openGroup;
import static info.powow.domain.conversation.Story.pin;
import static info.powow.domain.conversation.Story.pinned;
import static info.powow.domain.conversation.Story.react;
import static info.powow.domain.conversation.Story.reacted;
import static info.powow.domain.conversation.Story.roleChanged;
import static info.powow.domain.conversation.Story.send;
import static info.powow.domain.conversation.Story.sent;
import static info.powow.domain.conversation.Story.unpin;
import static info.powow.domain.conversation.Story.unreact;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ReadCommand.MarkRead;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person may not see does not exist for them.
class UnseenTest {
  /// Positions: 0 created, 1 a message, 2 a deleted message, 3 its deletion, 4 a pinned message, 5
  /// the pin, 6 cleo joins, 7 cleo becomes a moderator, 8 a message.
  private static Story.Given group() {
    return given(
        openGroup(ada, bob),
        sent(key(1), ada),
        sent(key(2), ada),
        deleted(2, ada),
        sent(key(3), ada),
        pinned(4, ada),
        joined(cleo),
        roleChanged(cleo, Role.MODERATOR, ada),
        sent(key(4), ada));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 2, 3, 4, 5, 9, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
  void nothingCanBeDoneWithWhatIsNotSeenOrNotThere(long position) {
    List.of(
            react(position, "👍", cleo),
            unreact(position, "👍", cleo),
            send(key(9), cleo).answering(position),
            edit(position, "mine", cleo),
            delete(position, cleo),
            pin(position, cleo),
            unpin(position, cleo))
        .forEach(asking ->
            group().when(asking).thenRejected(Reason.MESSAGE_NOT_FOUND).notAskingTheLog());
    assertRejected(Reason.MESSAGE_NOT_FOUND, () -> read(group(), cleo, position));
  }

  @Test
  void whatIsSeenCanBeAnsweredAndRead() {
    group().when(react(8, "👍", cleo)).then(reacted(8, "👍", cleo));
    group().when(delete(8, cleo)).then(deleted(8, cleo));
    assertThat(read(group(), cleo, 8)).hasSize(1);
    assertThat(read(group(), bob, 1)).hasSize(1);
    group().when(react(1, "👍", bob)).then(reacted(1, "👍", bob));
  }

  @Test
  void aHiddenMessageIsNoDifferentWhereOnlyTheLogRemembersIt() {
    given(openGroup(ada))
        .and(messages(1, RecentMessages.CAPACITY * 2, ada))
        .and(joined(cleo))
        .when(react(1, "👍", cleo))
        .thenRejected(Reason.MESSAGE_NOT_FOUND)
        .notAskingTheLog();
  }

  @Test
  void aGroupThatShowsItsHistoryLetsNewcomersAnswerIt() {
    given(created(createGroup(ada).open().withHistory()), sent(key(1), ada), joined(cleo))
        .when(react(1, "👍", cleo))
        .then(reacted(1, "👍", cleo));
  }

  @Test
  void whoComesBackMayAnswerWhatTheySawBefore() {
    var back =
        given(openGroup(ada, cleo), sent(key(1), ada), left(cleo), sent(key(2), ada), joined(cleo));
    back.when(react(1, "👍", cleo)).then(reacted(1, "👍", cleo));
    back.when(react(3, "👍", cleo)).thenRejected(Reason.MESSAGE_NOT_FOUND);
    assertRejected(Reason.MESSAGE_NOT_FOUND, () -> read(back, cleo, 3));
  }

  @Test
  void onlyTheLastToLeaveAreRemembered() {
    Members members = Members.none(false).with(ada, Role.OWNER).joined(cleo, 1).left(cleo, 2);
    for (int i = 0; i < Members.MOST_LEFT; i++) {
      members = members.joined(new PersonId("p" + i), 3 + i).left(new PersonId("p" + i), 3 + i);
    }
    assertThat(members.left()).hasSize(Members.MOST_LEFT).doesNotContainKey(cleo);
    assertThat(members.joined(cleo, 5_000).visibleTo(cleo).sees(1)).isFalse();
    assertThat(members.visibleTo(dora)).isEqualTo(Visibility.NOTHING);
  }

  @Test
  void membersOfTheFirstHourTakeNoRoom() {
    Members members = Members.none(false);
    for (PersonId person : IntStream.range(0, 100).mapToObj(i -> new PersonId("p" + i)).toList()) {
      members = members.with(person, Role.MEMBER);
    }
    assertThat(members.visible()).isEmpty();
    assertThat(members.visibleTo(new PersonId("p7"))).isEqualTo(Visibility.EVERYTHING);
  }

  private static List<ReadEvent> read(Story.Given group, PersonId by, long upTo) {
    var outcome = group.when(react(-1, "👍", by));
    return ReadMarker.decide(
        ReadMarker.NOTHING_READ,
        new MarkRead(outcome.conversation(), by, upTo),
        outcome.state(),
        NOW);
  }
}
