package info.powow.notify.delivery;

import info.powow.domain.notification.Device;
import info.powow.notify.push.PushOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Encrypts and sends.
public interface PayloadSender {
  /// @param json the payload
  /// @param length the length to pad it to
  /// @param topic the same for everything about one message
  CompletableFuture<PushOutcome> send(
      Device.Registered device,
      byte[] json,
      int length,
      String topic,
      Duration timeToLive,
      boolean urgent);
}
