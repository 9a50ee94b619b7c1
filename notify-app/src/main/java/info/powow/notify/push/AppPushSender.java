package info.powow.notify.push;

import info.powow.domain.notification.Device;

/// Sends to apps.
public interface AppPushSender {
  /// Waits for the answer of the push service; for virtual threads.
  PushOutcome send(Device.Registered device, AppPush push);
}
