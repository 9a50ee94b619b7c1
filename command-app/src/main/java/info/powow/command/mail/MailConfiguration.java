package info.powow.command.mail;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.domain.mail.MailCommand;
import info.powow.identity.InstallationSecret;
import info.powow.identity.MailLinks;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailFeedbackProperties.class)
public class MailConfiguration {
  @Bean
  MailCommandHandler mailCommandHandler(
      AggregateRepositories repositories, CommandBus bus, Clock clock) {
    MailCommandHandler handler =
        new MailCommandHandler(
            repositories.of(MailboxAggregate.class, (id, _) -> new MailboxAggregate(id)), clock);
    CommandHandlers.subscribe(bus, MailCommand.class, handler::handle);
    return handler;
  }

  @Bean
  MailController mailController(CommandGateway commands, InstallationSecret secret) {
    return new MailController(commands, new MailLinks(secret));
  }

  @Bean
  MailLinkController mailLinkController(CommandGateway commands, InstallationSecret secret) {
    return new MailLinkController(commands, new MailLinks(secret));
  }

  @Bean
  MailFeedbackController mailFeedbackController(
      CommandGateway commands,
      InstallationSecret secret,
      MailFeedbackProperties properties,
      Clock clock) {
    return new MailFeedbackController(
        commands,
        new MailLinks(secret),
        new SnsConnection.OverHttps(clock),
        properties.topic(),
        clock);
  }
}
