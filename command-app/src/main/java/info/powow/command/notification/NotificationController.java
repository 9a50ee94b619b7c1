package info.powow.command.notification;

import info.powow.domain.Accepted;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.Tag;
import info.powow.domain.notification.DeviceCommand.AddDevice;
import info.powow.domain.notification.DeviceCommand.RemoveDevice;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.DigestTime;
import info.powow.domain.notification.Level;
import info.powow.domain.notification.NearbyNotices;
import info.powow.domain.notification.NotificationCommand.ChangeConversationLevel;
import info.powow.domain.notification.NotificationCommand.ChangeNotifications;
import info.powow.domain.notification.NotificationSettings;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.WebPushKeys;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.identity.SignedIn;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What the signed-in person wants to be told of, and on which devices.
@RestController
@io.swagger.v3.oas.annotations.tags.Tag(name = "Notifications")
class NotificationController {
  private final CommandGateway commands;

  NotificationController(CommandGateway commands) {
    this.commands = commands;
  }

  /// What is absent takes its default.
  ///
  /// @param keywords at most 20
  /// @param quiet when nothing is told; absent when there is no such time
  /// @param digest when mail lists what I have not read; absent when it never does
  /// @param nearby which gatherings I am notified of
  record NotificationChange(
      @Nullable Level level,
      @Nullable List<Tag> keywords,
      @Nullable Preview preview,
      @Nullable OpeningHours quiet,
      @Nullable DigestTime digest,
      @Nullable NearbyNotices nearby) {}

  @PutMapping("/api/me/notifications")
  CompletableFuture<Accepted> changeNotifications(
      SignedIn me, @RequestBody NotificationChange body) {
    NotificationSettings usual = NotificationSettings.DEFAULT;
    return commands.send(
        new ChangeNotifications(
            me.person(),
            new NotificationSettings(
                Objects.requireNonNullElse(body.level(), usual.level()),
                Objects.requireNonNullElse(body.keywords(), usual.keywords()),
                Objects.requireNonNullElse(body.preview(), usual.preview()),
                body.quiet(),
                body.digest(),
                Objects.requireNonNullElse(body.nearby(), usual.nearby()))));
  }

  /// @param level absent returns to the general one
  record LevelChange(@Nullable Level level) {}

  @PutMapping("/api/conversations/{id}/notifications")
  CompletableFuture<Accepted> changeLevel(
      SignedIn me, @PathVariable String id, @RequestBody LevelChange body) {
    return commands.send(
        new ChangeConversationLevel(me.person(), new ConversationId(id), body.level()));
  }

  /// @param endpoint the address of the browser's subscription, or the device token of an app
  /// @param keys what messages to a browser are encrypted with
  /// @param keyId of the key that the browser subscribed with
  /// @param label how I recognise the device
  record DeviceRegistration(
      DeviceKind kind,
      String endpoint,
      @Nullable WebPushKeys keys,
      @Nullable String keyId,
      String label) {}

  record RegisteredDevice(DeviceId deviceId) {}

  @PostMapping("/api/me/devices")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<RegisteredDevice> addDevice(SignedIn me, @RequestBody DeviceRegistration body) {
    AddDevice add =
        new AddDevice(
            me.person(), body.kind(), body.endpoint(), body.keys(), body.keyId(), body.label());
    return commands.send(add).thenApply(_ -> new RegisteredDevice(add.device()));
  }

  @DeleteMapping("/api/me/devices/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> removeDevice(SignedIn me, @PathVariable String id) {
    return commands.send(new RemoveDevice(me.person(), new DeviceId(id))).thenApply(_ -> null);
  }
}
