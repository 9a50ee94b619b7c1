package info.powow.notify.push;

import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceKind;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The push services for apps at which this server has an account.
///
/// @param apns null without an account
/// @param fcm null without an account
public record AppPushSenders(@Nullable AppPushSender apns, @Nullable AppPushSender fcm)
    implements AppPushSender {

  /// The kinds of devices that can be notified: browsers, which need no account, and apps.
  public Set<DeviceKind> kinds() {
    Set<DeviceKind> kinds = EnumSet.of(DeviceKind.WEB);
    if (apns != null) {
      kinds.add(DeviceKind.APNS);
    }
    if (fcm != null) {
      kinds.add(DeviceKind.FCM);
    }
    return kinds;
  }

  @Override
  public PushOutcome send(Device.Registered device, AppPush push) {
    AppPushSender sender =
        switch (device.kind()) {
          case APNS -> apns;
          case FCM -> fcm;
          case WEB -> throw new IllegalArgumentException("a browser is no app");
        };
    return sender == null ? new PushOutcome.Unconfigured() : sender.send(device, push);
  }
}
