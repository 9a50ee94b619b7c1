package info.powow.command.identity;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.person.KnownPeople;
import info.powow.command.person.PersonCommandHandler;
import info.powow.domain.identity.AccountCommand;
import info.powow.identity.InstallationSecret;
import info.powow.identity.StaffProperties;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccountProperties.class)
@Import(BuiltInAccounts.class)
public class IdentityConfiguration {

  @Bean
  Accounts accounts(
      AggregateRepositories repositories,
      PersonCommandHandler persons,
      KnownPeople people,
      EventStore events,
      InstallationSecret secret,
      CommandBus bus,
      Clock clock) {
    Accounts accounts =
        new Accounts(
            repositories.of(AccountAggregate.class, (id, _) -> new AccountAggregate(id)),
            persons,
            people,
            events,
            new AccountNames(secret),
            clock);
    CommandHandlers.subscribe(bus, AccountCommand.class, accounts::handle);
    return accounts;
  }

  /// Of another issuer's people.
  @Bean
  @ConditionalOnMissingBean
  Reauthentication issuerReauthentication(StaffProperties staff, Clock clock) {
    return new IssuerReauthentication(staff.recentSignIn(), clock);
  }
}
