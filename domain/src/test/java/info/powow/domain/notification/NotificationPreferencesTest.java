package info.powow.domain.notification;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Tag;
import info.powow.domain.notification.NotificationCommand.ChangeConversationLevel;
import info.powow.domain.notification.NotificationCommand.ChangeNotifications;
import info.powow.domain.person.OwnConversations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationPreferencesTest {
  private static final ConversationId HERE = new ConversationId("c1");
  private static final OwnConversations MEMBER =
      new OwnConversations() {
        @Override
        public boolean isMember(PersonId person, ConversationId conversation) {
          return true;
        }

        @Override
        public Map<PersonId, Long> invitations(PersonId person, ConversationId conversation) {
          return Map.of();
        }

        @Override
        public boolean isRequest(PersonId person, ConversationId conversation) {
          return false;
        }
      };

  private NotificationPreferences state = NotificationPreferences.DEFAULT;

  private int when(NotificationCommand command, OwnConversations conversations) {
    List<NotificationEvent> events =
        NotificationPreferences.decide(state, command, conversations, NOW);
    for (NotificationEvent event : events) {
      state = NotificationPreferences.evolve(state, event);
    }
    return events.size();
  }

  @Test
  void settingsAreReplacedAsAWhole() {
    NotificationSettings settings =
        new NotificationSettings(
            Level.KEYWORDS,
            List.of(new Tag("pizza")),
            Preview.NONE,
            null,
            null,
            new NearbyNotices(NearbyLevel.NOTHING, 500));

    assertThat(when(new ChangeNotifications(ada, settings), MEMBER)).isEqualTo(1);
    assertThat(when(new ChangeNotifications(ada, settings), MEMBER)).isZero();
    assertThat(state.settings()).isEqualTo(settings);
  }

  @Test
  void aConversationHasALevelOfItsOwnUntilItHasNone() {
    assertThat(when(new ChangeConversationLevel(ada, HERE, Level.MENTIONS), MEMBER)).isEqualTo(1);
    assertThat(when(new ChangeConversationLevel(ada, HERE, Level.MENTIONS), MEMBER)).isZero();
    assertThat(state.levels()).containsExactly(Map.entry(HERE, Level.MENTIONS));
    assertThat(when(new ChangeConversationLevel(ada, HERE, null), OwnConversations.NONE))
        .isEqualTo(1);
    assertThat(state).isEqualTo(NotificationPreferences.DEFAULT);
  }

  @Test
  void onlyMembersSetALevel() {
    assertRejected(
        Reason.CONVERSATION_NOT_FOUND,
        () -> when(new ChangeConversationLevel(ada, HERE, Level.ALL), OwnConversations.NONE));
  }

  @Test
  void levelsAreBounded() {
    for (int i = 0; i < NotificationPreferences.MAX_LEVELS; i++) {
      when(new ChangeConversationLevel(ada, new ConversationId("c" + i), Level.ALL), MEMBER);
    }

    assertRejected(
        Reason.TOO_MANY_LEVELS,
        () ->
            when(new ChangeConversationLevel(ada, new ConversationId("more"), Level.ALL), MEMBER));
    assertThat(when(new ChangeConversationLevel(ada, HERE, Level.NOTHING), MEMBER)).isEqualTo(1);
  }
}
