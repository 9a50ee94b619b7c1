package info.powow.notify.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceKind;
import info.powow.eventlog.EventSource;
import info.powow.identity.InstallationSecret;
import info.powow.identity.SignedIn;
import info.powow.notify.delivery.People;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.push.AppPushSender;
import info.powow.notify.push.AppPushSenders;
import info.powow.notify.push.PushOutcome;
import info.powow.notify.webpush.VapidKeys;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeliveryControllerTest {
  private static final PersonId BOB = new PersonId("bob");
  private static final SignedIn ME = new SignedIn(BOB, Instant.MAX);
  private static final Device.Registered PHONE =
      new Device.Registered(
          new DeviceId("phone"),
          BOB,
          DeviceKind.APNS,
          "ab".repeat(32),
          null,
          null,
          "phone",
          Instant.EPOCH);

  /// Answers each question in the same way.
  private static <T> T answering(Class<T> type, Supplier<Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (_, _, _) -> answer.get()));
  }

  private static DeliveryController withoutOutbox() {
    return withoutOutbox(new AppPushSenders(null, null));
  }

  // Deliveries are not reached while the outbox is away.
  @SuppressWarnings("NullAway")
  private static DeliveryController withoutOutbox(AppPushSenders apps) {
    return new DeliveryController(
        answering(EventSource.class, List::of),
        answering(
            Outbox.class,
            () -> {
              throw new Outbox.Unavailable(new IllegalStateException("away"));
            }),
        answering(People.class, () -> List.of(PHONE)),
        new VapidKeys(
            InstallationSecret.of(Base64.getEncoder().encodeToString(new byte[32]), null),
            1,
            "mailto:ops@powow.example"),
        apps,
        null,
        Clock.systemUTC());
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.NOTIFICATIONS_UNAVAILABLE));
  }

  @Test
  void appsLearnWhetherTheyCanBeNotified() {
    AppPushSender sender = (_, _) -> new PushOutcome.Sent();

    assertThat(withoutOutbox().pushKey(ME).kinds()).containsExactly(DeviceKind.WEB);
    assertThat(withoutOutbox(new AppPushSenders(null, sender)).pushKey(ME).kinds())
        .containsExactly(DeviceKind.WEB, DeviceKind.FCM);
    assertThat(withoutOutbox(new AppPushSenders(sender, null)).pushKey(ME).kinds())
        .containsExactly(DeviceKind.WEB, DeviceKind.APNS);
  }

  @Test
  void whileTheOutboxIsAwayNotificationsAreUnavailable() {
    assertUnavailable(() -> withoutOutbox().myDevices(ME));
    assertUnavailable(() -> withoutOutbox().test(ME, "phone"));
  }
}
