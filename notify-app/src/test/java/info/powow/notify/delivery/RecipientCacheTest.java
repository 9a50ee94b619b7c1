package info.powow.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CampaignId;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.campaign.FindCampaigns;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.conversation.Role;
import info.powow.domain.conversation.Visibility;
import info.powow.domain.mail.FindSubscribers;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.mail.Subscribers;
import info.powow.domain.notification.Audience;
import info.powow.domain.notification.Block;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.GatheringRecipients;
import info.powow.domain.notification.Interested;
import info.powow.domain.notification.Level;
import info.powow.domain.notification.Listener;
import info.powow.domain.notification.NotificationEvent;
import info.powow.domain.notification.NotificationPreferences;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.TellConnected.Told;
import info.powow.domain.person.PersonEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipientCacheTest {
  private static final ConversationId CHAT = new ConversationId("chat");
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final PersonId EVE = new PersonId("eve");
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final List<String> asked = new ArrayList<>();
  private boolean group = true;
  private boolean request;
  private Set<PersonId> blockedByAda = Set.of();
  private final RecipientCache audiences = new RecipientCache(new Known());

  private final class Known implements People {
    @Override
    public Audience audience(ConversationId conversation) {
      asked.add(conversation.value());
      return new Audience(
          group,
          List.of(
              new Audience.Member(ADA, Visibility.EVERYTHING, false, -1),
              new Audience.Member(BOB, Visibility.EVERYTHING, request, 4)));
    }

    @Override
    public List<Listener> listeners(Set<PersonId> people) {
      people.stream().map(PersonId::value).sorted().forEach(asked::add);
      return people.stream()
          .map(person ->
              new Listener(
                  person,
                  person.equals(ADA) ? blockedByAda : Set.of(),
                  Map.of(),
                  NotificationPreferences.DEFAULT,
                  List.of()))
          .toList();
    }

    @Override
    public Recipients recipients(FindRecipients query) {
      throw new AssertionError("nobody looks again yet");
    }

    @Override
    public List<CampaignId> campaigns(FindCampaigns query) {
      throw new AssertionError("not asked");
    }

    @Override
    public Subscribers subscribers(FindSubscribers query) {
      throw new AssertionError("not asked");
    }

    @Override
    public List<Interested.One> interested(GatheringId gathering) {
      throw new AssertionError("not asked");
    }

    @Override
    public List<PersonId> attendees(GatheringId gathering) {
      throw new AssertionError("not asked");
    }

    @Override
    public GatheringRecipients recipients(GatheringId gathering, Set<PersonId> who) {
      throw new AssertionError("not asked");
    }

    @Override
    public List<Device.Registered> devices(PersonId person) {
      throw new AssertionError("devices come with the listener");
    }

    @Override
    public Set<PersonId> active(Set<PersonId> people) {
      return Set.of();
    }

    @Override
    public void tell(List<Told> told) {}

    @Override
    public Mailbox mailbox(PersonId person) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void bounced(PersonId person, Instant askedAt) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void complained(PersonId person, Instant askedAt) {
      throw new AssertionError("not asked");
    }

    @Override
    public void prune(DeviceId device, Instant registeredAt) {}
  }

  private Recipients.One bob() {
    List<Recipients.One> people = audiences.of(CHAT, 7, ADA).people();
    assertThat(people).hasSize(1);
    return people.getFirst();
  }

  private static ConversationEvent says(PersonId person) {
    return new ConversationEvent.MessageSent(
        CHAT, new CommandKey("k"), person, "hello", List.of(), List.of(), null, List.of(), NOW);
  }

  @Test
  void whatIsKnownIsNotAskedAgain() {
    for (int i = 0; i < 3; i++) {
      audiences.follow(says(ADA));
      assertThat(bob().recipient().member()).isTrue();
    }
    audiences.follow(new ConversationEvent.ReactionAdded(CHAT, 7, "👍", BOB, NOW));
    bob();

    assertThat(asked).containsExactly("chat", "ada", "bob");
  }

  @Test
  void theReadMarkerIsFollowed() {
    assertThat(bob().readUpTo()).isEqualTo(4);
    audiences.follow(new ReadEvent.Read(CHAT, BOB, 6, NOW));
    assertThat(bob().readUpTo()).isEqualTo(6);
    // What was read before the question may come after it.
    audiences.follow(new ReadEvent.Read(CHAT, BOB, 5, NOW));
    assertThat(bob().readUpTo()).isEqualTo(6);
    assertThat(asked).containsExactly("chat", "ada", "bob");
  }

  @Test
  void aRequestIsOneUntilSomebodyAnswers() {
    group = false;
    request = true;
    assertThat(bob().recipient().request()).isTrue();
    request = false;
    audiences.follow(says(BOB));
    assertThat(bob().recipient().request()).isFalse();
    audiences.follow(says(BOB));
    bob();

    assertThat(asked).containsExactly("chat", "ada", "bob", "chat");
  }

  static List<ConversationEvent> changesOfMembers() {
    return List.of(
        new ConversationEvent.MemberJoined(CHAT, EVE, NOW),
        new ConversationEvent.MemberAdded(CHAT, EVE, ADA, NOW),
        new ConversationEvent.MemberLeft(CHAT, EVE, NOW),
        new ConversationEvent.MemberRemoved(CHAT, EVE, ADA, NOW),
        new ConversationEvent.RoleChanged(CHAT, EVE, Role.MODERATOR, ADA, NOW),
        new ConversationEvent.RequestAccepted(CHAT, BOB, NOW));
  }

  @ParameterizedTest
  @MethodSource("changesOfMembers")
  void theMembersAreAskedForAgain(ConversationEvent change) {
    bob();
    audiences.follow(change);
    bob();

    assertThat(asked).containsExactly("chat", "ada", "bob", "chat");
  }

  static List<Object> changesOfBob() {
    return List.of(
        new PersonEvent.PersonBlocked(BOB, ADA, NOW),
        new PersonEvent.PersonUnblocked(BOB, ADA, NOW),
        new PersonEvent.ConversationMuted(BOB, CHAT, NOW, NOW),
        new PersonEvent.ConversationUnmuted(BOB, CHAT, NOW),
        new NotificationEvent.ConversationLevelChanged(BOB, CHAT, Level.NOTHING, NOW),
        new DeviceEvent.DeviceRemoved(PHONE, BOB, DeviceEvent.Cause.REMOVED, NOW));
  }

  @ParameterizedTest
  @MethodSource("changesOfBob")
  void whatSomebodyWantsIsAskedAgain(Object change) {
    bob();
    audiences.follow(change);
    bob();

    assertThat(asked).containsExactly("chat", "ada", "bob", "bob");
  }

  @Test
  void whoHasBlockedWhomIsToldApart() {
    assertThat(bob().recipient().block()).isEqualTo(Block.NONE);
    blockedByAda = Set.of(BOB);
    audiences.follow(new PersonEvent.PersonBlocked(ADA, BOB, NOW));
    assertThat(bob().recipient().block()).isEqualTo(Block.BY_AUTHOR);
  }
}
