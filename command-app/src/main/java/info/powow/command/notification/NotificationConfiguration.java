package info.powow.command.notification;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.domain.notification.DeviceCommand;
import info.powow.domain.notification.NotificationCommand;
import info.powow.domain.person.OwnConversations;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import(NotificationController.class)
public class NotificationConfiguration {

  @Bean
  NotificationCommandHandler notificationCommandHandler(
      AggregateRepositories repositories,
      OwnConversations conversations,
      CommandBus bus,
      Clock clock) {
    NotificationCommandHandler handler =
        new NotificationCommandHandler(
            repositories.of(PreferencesAggregate.class, (id, _) -> new PreferencesAggregate(id)),
            repositories.of(DeviceAggregate.class, (id, _) -> new DeviceAggregate(id)),
            conversations,
            clock);
    CommandHandlers.subscribe(bus, NotificationCommand.class, handler::handle);
    CommandHandlers.subscribe(bus, DeviceCommand.class, handler::handle);
    return handler;
  }
}
