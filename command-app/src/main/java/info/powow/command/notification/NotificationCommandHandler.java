package info.powow.command.notification;

import info.powow.domain.Accepted;
import info.powow.domain.notification.DeviceCommand;
import info.powow.domain.notification.NotificationCommand;
import info.powow.domain.person.OwnConversations;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.modelling.command.Repository;

/// Brings a command to the settings or the device that it is about.
class NotificationCommandHandler {
  private final Repository<PreferencesAggregate> preferences;
  private final Repository<DeviceAggregate> devices;
  private final OwnConversations conversations;
  private final Clock clock;

  NotificationCommandHandler(
      Repository<PreferencesAggregate> preferences,
      Repository<DeviceAggregate> devices,
      OwnConversations conversations,
      Clock clock) {
    this.preferences = preferences;
    this.devices = devices;
    this.conversations = conversations;
    this.clock = clock;
  }

  Accepted handle(NotificationCommand command) throws Exception {
    String id = "notifications:" + command.by().value();
    Instant now = now();
    return preferences
        .loadOrCreate(id, () -> new PreferencesAggregate(id))
        .invoke(aggregate -> aggregate.handle(command, conversations, now));
  }

  Accepted handle(DeviceCommand command) throws Exception {
    String id = "device:" + command.device().value();
    Instant now = now();
    return devices
        .loadOrCreate(id, () -> new DeviceAggregate(id))
        .invoke(aggregate -> aggregate.handle(command, now));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
