package info.powow.notify.push;

import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceKind;
import java.time.Instant;

/// What the tests of both push services send, and to whom.
final class AppDevices {
  static final Instant REGISTERED = Instant.parse("2026-03-01T10:00:00Z");
  static final AppPush PUSH =
      new AppPush("opaque-id", "t".repeat(32), Instant.parse("2100-01-01T00:00:00Z"), true);

  private AppDevices() {}

  static Device.Registered device(DeviceKind kind, String token) {
    return new Device.Registered(
        new DeviceId("d1"), new PersonId("bob"), kind, token, null, null, "Phone", REGISTERED);
  }
}
