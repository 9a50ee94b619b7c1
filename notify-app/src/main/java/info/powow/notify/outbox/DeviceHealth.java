package info.powow.notify.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How well sending to a device works.
///
/// @param lastSuccess null before the first success
/// @param failingSince null while sending works
public record DeviceHealth(@Nullable Instant lastSuccess, @Nullable Instant failingSince) {
  public static final DeviceHealth UNKNOWN = new DeviceHealth(null, null);

  public DeviceHealth succeeded(Instant at) {
    return new DeviceHealth(at, null);
  }

  public DeviceHealth failed(Instant at) {
    return new DeviceHealth(lastSuccess, failingSince == null ? at : failingSince);
  }
}
