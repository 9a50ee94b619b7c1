package info.powow.command.notification;

import info.powow.domain.Accepted;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceCommand;
import info.powow.domain.notification.DeviceEvent;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds a device between commands; the rules are in [Device].
class DeviceAggregate {
  @AggregateIdentifier private final String id;
  private Device state = Device.absent();

  DeviceAggregate(String id) {
    this.id = id;
  }

  Accepted handle(DeviceCommand command, Instant now) {
    Device.decide(state, command, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(DeviceEvent event) {
    state = Device.evolve(state, event);
  }
}
