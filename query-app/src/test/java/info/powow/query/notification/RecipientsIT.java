package info.powow.query.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.notification.Audience;
import info.powow.domain.notification.Block;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceEvent.Cause;
import info.powow.domain.notification.DeviceEvent.DeviceAdded;
import info.powow.domain.notification.DeviceEvent.DeviceRemoved;
import info.powow.domain.notification.DeviceEvent.DeviceReplaced;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.Devices;
import info.powow.domain.notification.FindAudience;
import info.powow.domain.notification.FindDevices;
import info.powow.domain.notification.FindGatheringRecipients;
import info.powow.domain.notification.FindListeners;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.GatheringRecipients;
import info.powow.domain.notification.Level;
import info.powow.domain.notification.Listener;
import info.powow.domain.notification.Listeners;
import info.powow.domain.notification.NearbyNotices;
import info.powow.domain.notification.NotificationEvent.ConversationLevelChanged;
import info.powow.domain.notification.NotificationEvent.NotificationsChanged;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.WebPushKeys;
import info.powow.domain.person.PersonEvent.ConversationMuted;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.place.Place;
import info.powow.query.QueryApplication;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class RecipientsIT extends QueryApplication {
  private static final WebPushKeys KEYS =
      new WebPushKeys(
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
          "BTBZMqHH6r4Tts7J_aSIgg");

  @Autowired private QueryGateway queries;

  private Recipients ask(ConversationId in, long position, PersonId author, PersonId... only) {
    return queries
        .query(
            new FindRecipients(in, position, author, Set.of(only)),
            ResponseTypes.instanceOf(Recipients.class))
        .join();
  }

  private static Recipients.One of(Recipients found, PersonId person) {
    return found.people().stream()
        .filter(one -> one.recipient().person().equals(person))
        .findFirst()
        .orElseThrow();
  }

  private List<String> devicesOf(PersonId person) {
    return queries
        .query(new FindDevices(person), ResponseTypes.instanceOf(Devices.class))
        .join()
        .devices()
        .stream()
        .map(Device.Registered::label)
        .toList();
  }

  private DeviceAdded added(PersonId person, String name) {
    String endpoint = "https://push.example/" + person + "/" + name;
    return new DeviceAdded(
        DeviceId.of(endpoint), person, DeviceKind.WEB, endpoint, KEYS, "k1", name, here().now());
  }

  @Test
  void allThatADecisionNeedsIsAsOfNow() {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    PersonId eve = here().moveIn("Eve");
    ConversationId group = here().group("Garden", false, ada, bob);
    long early = here().says(ada, group, "early");
    here().joins(eve, group);
    long said = here().says(ada, group, "hello");
    long edit = here().edits(ada, group, said, "hello!");
    Instant later = Instant.parse("2030-01-01T00:00:00Z");
    here().happened(new ConversationMuted(bob, group, later, here().now()));
    here().happened(new ConversationLevelChanged(bob, group, Level.MENTIONS, here().now()));
    here()
        .happened(
            new NotificationsChanged(
                bob,
                Level.KEYWORDS,
                List.of(new Tag("pizza")),
                Preview.NONE,
                null,
                null,
                NearbyNotices.DEFAULT,
                here().now()));
    here().happened(added(bob, "phone"));
    here().happened(new PersonBlocked(eve, ada, here().now()));
    here().reads(bob, group, said);

    Recipients found = ask(group, said, ada, bob, eve);

    assertThat(found.group()).isTrue();
    assertThat(found.name()).isEqualTo("Garden");
    assertThat(found.authorName()).isEqualTo("Ada");
    assertThat(found.edits()).containsExactly(edit);
    assertThat(found.people())
        .extracting(one -> one.recipient().person())
        .containsExactlyInAnyOrder(bob, eve);
    Recipients.One bobs = of(found, bob);
    assertThat(bobs.recipient().member()).isTrue();
    assertThat(bobs.recipient().mutedUntil()).isEqualTo(later);
    assertThat(bobs.recipient().levelHere()).isEqualTo(Level.MENTIONS);
    assertThat(bobs.recipient().settings().keywords()).containsExactly(new Tag("pizza"));
    assertThat(bobs.recipient().block()).isEqualTo(Block.NONE);
    assertThat(bobs.readUpTo()).isEqualTo(said);
    assertThat(bobs.devices()).extracting(Device.Registered::label).containsExactly("phone");
    Recipients.One eves = of(found, eve);
    assertThat(eves.recipient().block()).isEqualTo(Block.BY_RECIPIENT);
    assertThat(eves.readUpTo()).isEqualTo(-1);
    // Who joined later does not see what was said before.
    assertThat(ask(group, early, ada, eve).people().getFirst().recipient().member()).isFalse();
    here().deletes(ada, group, said);
    here().leaves(bob, group);
    Recipients after = ask(group, said, ada, bob);
    assertThat(after.deleted()).isTrue();
    assertThat(after.people().getFirst().recipient().member()).isFalse();
  }

  @Test
  void aRequestIsOneUntilItIsAnswered() {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId chat = here().chat(ada, bob);
    long asked = here().says(ada, chat, "hello");

    assertThat(ask(chat, asked, ada, bob).people().getFirst().recipient().request()).isTrue();
    assertThat(ask(chat, asked, ada).group()).isFalse();
    long answer = here().says(bob, chat, "hello");
    assertThat(ask(chat, asked, ada, bob).people().getFirst().recipient().request()).isFalse();
    assertThat(ask(chat, answer, bob, ada).people().getFirst().recipient().request()).isFalse();
  }

  @Test
  void aDeviceIsToldOfItsLastPersonOnly() {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    DeviceAdded first = added(ada, "laptop");
    here().happened(first);
    here().happened(added(ada, "phone"));
    assertThat(devicesOf(ada)).containsExactly("phone", "laptop");

    here()
        .happened(
            new DeviceReplaced(
                first.deviceId(),
                bob,
                ada,
                first.kind(),
                first.endpoint(),
                KEYS,
                "k1",
                "laptop",
                here().now()));
    assertThat(devicesOf(ada)).containsExactly("phone");
    assertThat(devicesOf(bob)).containsExactly("laptop");

    here().happened(new DeviceRemoved(first.deviceId(), bob, Cause.GONE, here().now()));
    assertThat(devicesOf(bob)).isEmpty();
  }

  @Test
  void settingsAreAnsweredAsTheyAre() throws Exception {
    PersonId ada = here().moveIn("Ada");
    ConversationId group = here().group("Garden", false, ada);

    JsonNode usual = here().gets(ada, "/api/me/notifications");
    assertThat(usual.path("level").asString()).isEqualTo("all");
    assertThat(usual.path("preview").asString()).isEqualTo("text");
    assertThat(usual.has("quiet")).isFalse();
    here().happened(new ConversationLevelChanged(ada, group, Level.NOTHING, here().now()));

    JsonNode level = here().gets(ada, "/api/me/notifications").path("conversations").get(0);
    assertThat(level.path("conversationId").asString()).isEqualTo(group.value());
    assertThat(level.path("level").asString()).isEqualTo("nothing");
  }

  @Test
  void theMembersAndWhatTheyWantCanBeAskedForApart() {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    PersonId eve = here().moveIn("Eve");
    ConversationId group = here().group("Garden", false, ada, bob);
    here().joins(eve, group);
    long said = here().says(ada, group, "hello");
    here().reads(bob, group, said);
    here().leaves(eve, group);
    here().happened(new PersonBlocked(ada, bob, here().now()));
    here().happened(added(bob, "phone"));

    Audience audience =
        queries.query(new FindAudience(group), ResponseTypes.instanceOf(Audience.class)).join();
    assertThat(audience.group()).isTrue();
    assertThat(audience.members())
        .extracting(Audience.Member::person, Audience.Member::readUpTo)
        .containsExactlyInAnyOrder(tuple(ada, -1L), tuple(bob, said));
    assertThat(audience.members()).allMatch(member -> member.visible().sees(said));

    List<Listener> listeners =
        queries
            .query(
                new FindListeners(Set.of(ada, bob, new PersonId("nobody"))),
                ResponseTypes.instanceOf(Listeners.class))
            .join()
            .people();
    assertThat(listeners)
        .extracting(Listener::person, Listener::blocked, each -> each.devices().size())
        .containsExactlyInAnyOrder(tuple(ada, Set.of(bob), 0), tuple(bob, Set.of(), 1));
  }

  @Test
  void howPeopleStandToAGatheringCanBeAskedFor() {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    PersonId eve = here().moveIn("Eve");
    GatheringId picnic = new GatheringId("picnic");
    here()
        .happened(
            new GatheringPublished(
                picnic,
                new CommandKey("k"),
                ada,
                new Announcement("Picnic", "Cake", null, new Place(52.5, 13.4, null), null),
                new Schedule(
                    here().now().plusSeconds(60), here().now().plusSeconds(120), ZoneOffset.UTC),
                null,
                here().now()));
    here().happened(new GatheringAnswered(picnic, bob, Answer.INTERESTED, 0, 1, here().now()));
    here().happened(new PersonBlocked(ada, eve, here().now()));

    GatheringRecipients found =
        queries
            .query(
                new FindGatheringRecipients(picnic, Set.of(bob, eve)),
                ResponseTypes.instanceOf(GatheringRecipients.class))
            .join();

    assertThat(Objects.requireNonNull(found.gathering()).host()).isEqualTo(ada);
    assertThat(found.people())
        .extracting(
            one -> one.listener().person(),
            GatheringRecipients.One::attends,
            GatheringRecipients.One::block)
        .containsExactlyInAnyOrder(
            tuple(bob, true, Block.NONE), tuple(eve, false, Block.BY_AUTHOR));
    assertThat(
            queries
                .query(
                    new FindGatheringRecipients(new GatheringId("none"), Set.of(bob)),
                    ResponseTypes.instanceOf(GatheringRecipients.class))
                .join()
                .gathering())
        .isNull();
  }
}
