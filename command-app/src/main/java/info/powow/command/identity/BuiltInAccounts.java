package info.powow.command.identity;

import info.powow.axon.store.KeyedEventStore;
import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.StateSnapshots;
import info.powow.domain.identity.SessionCommand;
import info.powow.domain.identity.Sessions;
import info.powow.identity.BuiltInIssuer;
import info.powow.identity.StaffProperties;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Configures sign-up and sign-in; absent if another issuer is trusted.
@BuiltInIssuer
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionProperties.class)
@Import({AccountController.class, SessionController.class})
class BuiltInAccounts {
  // The state is small, and most of the events in the stream are obsolete.
  private static final int SNAPSHOT_EVERY = 100;

  @Bean
  PasswordQueue passwordQueue(AccountProperties properties) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new PasswordQueue(
        properties.passwordConcurrency() > 0
            ? properties.passwordConcurrency()
            : Math.max(1, processors - 1),
        properties.passwordQueue(),
        properties.passwordQueuePerAddress());
  }

  @Bean
  Passwords passwords(AccountProperties properties, PasswordQueue queue) {
    return new Passwords(properties.passwordStrength(), queue, CommonPasswords.read());
  }

  @Bean
  StateSnapshots<Sessions> sessionsSnapshots(
      KeyedEventStore events, ExecutorService snapshotExecutor) {
    return new StateSnapshots<>(
        SessionsAggregate.class, SNAPSHOT_EVERY, SessionsSnapshot::new, events, snapshotExecutor);
  }

  @Bean
  LoggedSessions loggedSessions(
      AggregateRepositories repositories,
      StateSnapshots<Sessions> snapshots,
      EventStore events,
      SessionProperties properties,
      CommandBus bus,
      Clock clock) {
    LoggedSessions sessions =
        new LoggedSessions(
            repositories.of(
                SessionsAggregate.class,
                (id, first) -> SessionsAggregate.begin(id, snapshots, first)),
            snapshots,
            events,
            properties.limits(),
            clock);
    CommandHandlers.subscribe(bus, SessionCommand.class, sessions::handle);
    return sessions;
  }

  @Bean
  SignInGuard signInGuard(AccountProperties properties, Clock clock) {
    return new SignInGuard(properties, clock);
  }

  @Bean
  Reauthentication passwordReauthentication(
      Accounts accounts,
      LoggedSessions sessions,
      Passwords passwords,
      SignInGuard guard,
      StaffProperties staff) {
    return new PasswordReauthentication(accounts, sessions, passwords, guard, staff.recentSignIn());
  }
}
