package info.powow.domain.notification;

import info.powow.domain.DeviceId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of a device. Never exposed.
public sealed interface DeviceEvent {
  DeviceId deviceId();

  /// To whom it belongs after that; of a removed one, to whom it belonged.
  PersonId personId();

  Instant at();

  /// @param endpoint the address of a browser, the device token of an app
  /// @param keys null of an app
  /// @param keyId the key of this server that the browser has subscribed with; null of an app
  record DeviceAdded(
      DeviceId deviceId,
      @Owner PersonId personId,
      DeviceKind kind,
      @Personal String endpoint,
      @Personal @Nullable WebPushKeys keys,
      @Public @Nullable String keyId,
      @Personal String label,
      Instant at)
      implements DeviceEvent {}

  /// The same address was registered again, with other keys or by somebody else.
  ///
  /// @param formerly to whom it belonged before
  record DeviceReplaced(
      DeviceId deviceId,
      @Owner PersonId personId,
      PersonId formerly,
      DeviceKind kind,
      @Personal String endpoint,
      @Personal @Nullable WebPushKeys keys,
      @Public @Nullable String keyId,
      @Personal String label,
      Instant at)
      implements DeviceEvent {}

  record DeviceRemoved(DeviceId deviceId, PersonId personId, Cause cause, Instant at)
      implements DeviceEvent {}

  /// Why a device was removed.
  enum Cause {
    /// Its person did it, as by signing out.
    REMOVED,
    /// Its push service does not know it any more.
    GONE
  }
}
