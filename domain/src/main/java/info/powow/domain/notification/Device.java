package info.powow.domain.notification;

import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.DeviceCommand.AddDevice;
import info.powow.domain.notification.DeviceCommand.PruneDevice;
import info.powow.domain.notification.DeviceCommand.RemoveDevice;
import info.powow.domain.notification.DeviceEvent.Cause;
import info.powow.domain.notification.DeviceEvent.DeviceAdded;
import info.powow.domain.notification.DeviceEvent.DeviceRemoved;
import info.powow.domain.notification.DeviceEvent.DeviceReplaced;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A device that push messages are sent to.
public sealed interface Device {
  /// Not registered, or not any more.
  record Absent() implements Device {}

  /// @param endpoint the address of a browser, the device token of an app
  /// @param keys null of an app
  /// @param keyId null of an app
  /// @param registeredAt when this registration was made
  record Registered(
      DeviceId id,
      PersonId owner,
      DeviceKind kind,
      String endpoint,
      @Nullable WebPushKeys keys,
      @Nullable String keyId,
      String label,
      Instant registeredAt)
      implements Device {
    /// The push service of a browser.
    public String origin() {
      return AddDevice.originOf(endpoint);
    }

    /// A browser is not registered without keys.
    public WebPushKeys browserKeys() {
      return Objects.requireNonNull(keys);
    }
  }

  static Device absent() {
    return new Absent();
  }

  /// @param now in milliseconds, as the log keeps it
  static List<DeviceEvent> decide(Device state, DeviceCommand command, Instant now) {
    return switch (command) {
      case AddDevice add ->
          state instanceof Registered known ? replace(known, add, now) : add(add, now);
      // Somebody else's device looks like none.
      case RemoveDevice remove ->
          state instanceof Registered known && known.owner().equals(remove.by())
              ? List.of(new DeviceRemoved(known.id(), known.owner(), Cause.REMOVED, now))
              : List.of();
      case PruneDevice prune ->
          state instanceof Registered known && known.registeredAt().equals(prune.registeredAt())
              ? List.of(new DeviceRemoved(known.id(), known.owner(), Cause.GONE, now))
              : List.of();
    };
  }

  private static List<DeviceEvent> add(AddDevice add, Instant now) {
    return List.of(
        new DeviceAdded(
            add.device(),
            add.by(),
            add.kind(),
            add.endpoint(),
            add.keys(),
            add.keyId(),
            add.label(),
            now));
  }

  private static List<DeviceEvent> replace(Registered known, AddDevice add, Instant now) {
    boolean same =
        known.owner().equals(add.by())
            && known.kind() == add.kind()
            && Objects.equals(known.keys(), add.keys())
            && Objects.equals(known.keyId(), add.keyId())
            && known.label().equals(add.label());
    return same
        ? List.of()
        : List.of(
            new DeviceReplaced(
                known.id(),
                add.by(),
                known.owner(),
                add.kind(),
                add.endpoint(),
                add.keys(),
                add.keyId(),
                add.label(),
                now));
  }

  static Device evolve(Device state, DeviceEvent event) {
    return switch (event) {
      case DeviceAdded added ->
          new Registered(
              added.deviceId(),
              added.personId(),
              added.kind(),
              added.endpoint(),
              added.keys(),
              added.keyId(),
              added.label(),
              added.at());
      case DeviceReplaced replaced ->
          new Registered(
              replaced.deviceId(),
              replaced.personId(),
              replaced.kind(),
              replaced.endpoint(),
              replaced.keys(),
              replaced.keyId(),
              replaced.label(),
              replaced.at());
      case DeviceRemoved _ -> absent();
    };
  }
}
