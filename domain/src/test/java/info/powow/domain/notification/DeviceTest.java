package info.powow.domain.notification;

import static info.powow.domain.ExamplePeople.LATER;
import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.notification.DeviceCommand.AddDevice;
import info.powow.domain.notification.DeviceCommand.PruneDevice;
import info.powow.domain.notification.DeviceCommand.RemoveDevice;
import info.powow.domain.notification.DeviceEvent.Cause;
import info.powow.domain.notification.DeviceEvent.DeviceAdded;
import info.powow.domain.notification.DeviceEvent.DeviceRemoved;
import info.powow.domain.notification.DeviceEvent.DeviceReplaced;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  /// Of RFC 8291, appendix A.
  static final WebPushKeys KEYS =
      new WebPushKeys(
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
          "BTBZMqHH6r4Tts7J_aSIgg");

  private static final WebPushKeys OTHERS =
      new WebPushKeys(KEYS.p256dh(), "AAAAAAAAAAAAAAAAAAAAAA");

  private static AddDevice add(PersonId by, WebPushKeys keys) {
    return new AddDevice(by, DeviceKind.WEB, "https://push.example/abc", keys, "k1", "Firefox");
  }

  private Device device = Device.absent();

  private List<DeviceEvent> when(DeviceCommand command, Instant now) {
    List<DeviceEvent> events = Device.decide(device, command, now);
    for (DeviceEvent event : events) {
      device = Device.evolve(device, event);
    }
    return events;
  }

  @Test
  void aDeviceIsRegisteredOnce() {
    assertThat(when(add(ada, KEYS), NOW)).hasSize(1).first().isInstanceOf(DeviceAdded.class);
    assertThat(when(add(ada, KEYS), LATER)).isEmpty();
  }

  @Test
  void reinstallingReplacesTheRegistration() {
    when(add(ada, KEYS), NOW);

    assertThat(when(add(ada, OTHERS), LATER))
        .singleElement()
        .isInstanceOfSatisfying(
            DeviceReplaced.class, replaced -> assertThat(replaced.formerly()).isEqualTo(ada));
  }

  /// On a shared browser nobody gets the messages of who used it before.
  @Test
  void anAddressBelongsToWhoeverRegisteredItLast() {
    when(add(ada, KEYS), NOW);

    assertThat(when(add(bob, KEYS), LATER))
        .singleElement()
        .isInstanceOfSatisfying(
            DeviceReplaced.class,
            replaced -> {
              assertThat(replaced.personId()).isEqualTo(bob);
              assertThat(replaced.formerly()).isEqualTo(ada);
            });
    assertThat(when(new RemoveDevice(ada, add(ada, KEYS).device()), LATER)).isEmpty();
    assertThat(when(add(ada, KEYS), LATER)).hasSize(1);
  }

  @Test
  void oneRemovesOnesOwn() {
    when(add(ada, KEYS), NOW);

    assertThat(when(new RemoveDevice(ada, add(ada, KEYS).device()), LATER))
        .containsExactly(new DeviceRemoved(add(ada, KEYS).device(), ada, Cause.REMOVED, LATER));
    assertThat(when(new RemoveDevice(ada, add(ada, KEYS).device()), LATER)).isEmpty();
  }

  /// The push service answered about a registration that was replaced meanwhile.
  @Test
  void onlyTheRegistrationThatIsGoneIsPruned() {
    when(add(ada, KEYS), NOW);
    when(add(ada, OTHERS), LATER);

    assertThat(when(new PruneDevice(add(ada, KEYS).device(), NOW), LATER)).isEmpty();
    assertThat(when(new PruneDevice(add(ada, KEYS).device(), LATER), LATER)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "push.example",
        "ftp://push.example/",
        "https:///a",
        "http://push.example/a",
        "https://user@push.example/",
        "https://push.example/#a",
        "https://push.example:0/",
        "https://push.example/ä",
        "https://push.example/ a",
      })
  void anAddressIsAbsoluteAndPlain(String endpoint) {
    assertRejected(
        Reason.INVALID_DEVICE,
        () -> new AddDevice(ada, DeviceKind.WEB, endpoint, KEYS, "k1", "Firefox"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9000/a",
        "http://localhost:9000/a",
        "https://push.example:8443/a"
      })
  void aPushServiceOnOnesOwnMachineNeedsNoTls(String endpoint) {
    assertThat(
            Device.decide(
                device, new AddDevice(ada, DeviceKind.WEB, endpoint, KEYS, "k1", "Firefox"), NOW))
        .hasSize(1);
  }

  @Test
  void aKeyIsAPointOfTheCurve() {
    String off =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw8";

    assertRejected(Reason.INVALID_DEVICE, () -> new WebPushKeys(off, KEYS.auth()));
    assertRejected(Reason.INVALID_DEVICE, () -> new WebPushKeys("BA", KEYS.auth()));
    assertRejected(Reason.INVALID_DEVICE, () -> new WebPushKeys(KEYS.p256dh(), "AAAA"));
    assertRejected(Reason.INVALID_DEVICE, () -> new WebPushKeys(KEYS.p256dh(), "***"));
  }
}
