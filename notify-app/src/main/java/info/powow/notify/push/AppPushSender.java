package info.powow.notify.push;

import info.powow.domain.notification.Device;

/// Sends pushes to apps.
public interface AppPushSender {
  /// Waits for the answer of the push service. Call it on a virtual thread.
  PushOutcome send(Device.Registered device, AppPush push);
}
