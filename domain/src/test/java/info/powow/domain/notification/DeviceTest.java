package info.powow.domain.notification;

import static info.powow.domain.ExamplePeople.LATER;
import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.FieldError;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.notification.DeviceCommand.AddDevice;
import info.powow.domain.notification.DeviceCommand.PruneDevice;
import info.powow.domain.notification.DeviceCommand.RemoveDevice;
import info.powow.domain.notification.DeviceEvent.Cause;
import info.powow.domain.notification.DeviceEvent.DeviceAdded;
import info.powow.domain.notification.DeviceEvent.DeviceRemoved;
import info.powow.domain.notification.DeviceEvent.DeviceReplaced;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private static AddDevice app(DeviceKind kind, String token) {
    return new AddDevice(ada, kind, token, null, null, "Phone");
  }

  @ParameterizedTest
  @CsvSource({
    "APNS, 00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0",
    "FCM, dW5kZXJzdGFuZA:APA91bE-x_Zy0123456789ABCDEFGHIJ",
  })
  void anAppHasATokenAndNoKeys(DeviceKind kind, String token) {
    assertThat(when(app(kind, token), NOW))
        .singleElement()
        .isInstanceOfSatisfying(
            DeviceAdded.class,
            added -> {
              assertThat(added.kind()).isEqualTo(kind);
              assertThat(added.endpoint()).isEqualTo(token);
              assertThat(added.keys()).isNull();
              assertThat(added.keyId()).isNull();
            });
    assertThat(when(app(kind, token), LATER)).isEmpty();
  }

  /// Apps write hexadecimal digits as they like.
  @Test
  void aTokenOfApnsInCapitalsIsTheSameDevice() {
    assertThat(app(DeviceKind.APNS, "AB".repeat(32)))
        .isEqualTo(app(DeviceKind.APNS, "ab".repeat(32)));
  }

  /// Otherwise, an app could take over the registration of another service.
  @Test
  void theSameTokenOfTwoServicesIsTwoDevices() {
    String token = "ab".repeat(32);

    assertThat(app(DeviceKind.APNS, token).device())
        .isNotEqualTo(app(DeviceKind.FCM, token).device());
  }

  @ParameterizedTest
  @CsvSource({
    "APNS, ''",
    "APNS, abc",
    "APNS, 0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g0g",
    "APNS, https://push.example/abc",
    "FCM, short",
    "FCM, has/a/slash/00000000000000000000000000000",
  })
  void whatIsNoTokenIsRefused(DeviceKind kind, String token) {
    assertRefused("endpoint", () -> app(kind, token));
    assertRefused("endpoint", () -> app(kind, "a".repeat(1_025)));
  }

  @Test
  void onlyABrowserHasKeys() {
    String token = "ab".repeat(32);

    assertRefused("keys", () -> new AddDevice(ada, DeviceKind.APNS, token, KEYS, null, "Phone"));
    assertRefused("keyId", () -> new AddDevice(ada, DeviceKind.FCM, token, null, "k1", "Phone"));
    String address = "https://push.example/";
    assertRefused("keys", () -> new AddDevice(ada, DeviceKind.WEB, address, null, "k1", "Firefox"));
    assertRefused(
        "keyId", () -> new AddDevice(ada, DeviceKind.WEB, address, KEYS, null, "Firefox"));
  }

  private static void assertRefused(String field, ThrowingCallable breach) {
    assertThatThrownBy(breach)
        .isInstanceOfSatisfying(
            Rejected.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.INVALID_DEVICE);
              assertThat(refusal.error()).extracting(FieldError::field).isEqualTo(field);
            });
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
