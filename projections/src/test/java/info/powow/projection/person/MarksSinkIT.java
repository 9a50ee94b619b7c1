package info.powow.projection.person;

import static info.powow.projection.Sample.GROUP;
import static info.powow.projection.Sample.at;
import static info.powow.projection.Sample.group;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.domain.ServiceId;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.DeviceEvent.DeviceAdded;
import info.powow.domain.notification.DeviceEvent.DeviceRemoved;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.WebPushKeys;
import info.powow.domain.place.Place;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.SpeakerAccepted;
import info.powow.domain.publicservice.ServiceEvent.SpeakerInvited;
import info.powow.projection.MemoryLog;
import info.powow.projection.ViewsFixture;
import info.powow.projector.ProjectorOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarksSinkIT {
  private static final PersonId DAVE = new PersonId("dave");
  private static final WebPushKeys KEYS =
      new WebPushKeys(
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
          "BTBZMqHH6r4Tts7J_aSIgg");

  private final ViewsFixture fixture = new ViewsFixture();
  private final MemoryLog log = new MemoryLog();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aFloodOfInvitationsLeavesADocumentOfBoundedSizeWithTheNewest() {
    int flood = 2_500;
    log.append(group());
    for (int i = 0; i < flood; i++) {
      log.append(new MemberInvited(GROUP, DAVE, new PersonId("inviter" + i), at(i)));
    }
    fixture.rebuild(log, ProjectorOptions.DEFAULT.withBatch(100));

    Map<String, MarksView.Mark> marks =
        requireNonNull(fixture.people().invitations().find(DAVE.value())).marks();
    assertThat(marks).hasSizeBetween(500, 1_000);
    for (int i = flood - 500; i < flood; i++) {
      assertThat(marks).containsKey(PersonViews.invitation(GROUP.value(), "inviter" + i));
    }
  }

  @Test
  void aFloodOfRequestsToSpeakLeavesTheServicesThatOnePublishedOrSpeaksFor() {
    int flood = 2_500;
    PersonId flooder = new PersonId("flooder");
    ServiceId accepted = new ServiceId("accepted");
    log.append(
        published(new ServiceId("own"), DAVE),
        published(accepted, flooder),
        new SpeakerInvited(accepted, DAVE, flooder, at(0)),
        new SpeakerAccepted(accepted, DAVE, flooder, at(1)));
    for (int i = 0; i < flood; i++) {
      ServiceId id = new ServiceId("flood" + i);
      log.append(published(id, flooder), new SpeakerInvited(id, DAVE, flooder, at(i + 2)));
    }
    fixture.rebuild(log, ProjectorOptions.DEFAULT.withBatch(100));

    Map<String, MarksView.Mark> marks =
        requireNonNull(fixture.people().services().find(DAVE.value())).marks();
    assertThat(marks).hasSizeBetween(502, 1_002).containsKeys("own", "accepted");
    for (int i = flood - 500; i < flood; i++) {
      assertThat(marks).containsKey("flood" + i);
    }
  }

  @Test
  void devicesThatCameAndWentLeaveADocumentOfBoundedSize() {
    for (int i = 0; i < 2_500; i++) {
      DeviceId id = new DeviceId("device" + i);
      log.append(
          new DeviceAdded(
              id,
              DAVE,
              DeviceKind.WEB,
              "https://push.example/" + i,
              KEYS,
              "k1",
              "Firefox on Linux",
              at(i)));
      if (i > 0) {
        log.append(new DeviceRemoved(id, DAVE, DeviceEvent.Cause.REMOVED, at(i)));
      }
    }
    fixture.rebuild(log, ProjectorOptions.DEFAULT.withBatch(100));

    MarksView devices = requireNonNull(fixture.people().devices().find(DAVE.value()));
    assertThat(devices.marks()).containsOnlyKeys("device0");
    assertThat(devices.removed()).hasSizeBetween(500, 1_000).containsKey("device2499");
  }

  private static ServicePublished published(ServiceId id, PersonId by) {
    return new ServicePublished(
        id,
        new CommandKey("key"),
        by,
        new Description("Library", "", null, new Place(52, 13, null), 500, null, null),
        List.of(by),
        at(0));
  }
}
