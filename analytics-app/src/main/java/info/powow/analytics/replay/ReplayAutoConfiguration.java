package info.powow.analytics.replay;

import info.powow.domain.replay.ReplayPlayers;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.boot.EventLogAutoConfiguration;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.keys.RootKeys;
import info.powow.http.ApiAutoConfiguration;
import info.powow.identity.InstallationSecret;
import java.time.Clock;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// Replays of the log in this process. Over Axon Server there are none yet.
@AutoConfiguration(
    after = {ApiAutoConfiguration.class, EventLogAutoConfiguration.class},
    afterName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
@ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
@EnableConfigurationProperties(ReplayProperties.class)
@Import(ReplayController.class)
public class ReplayAutoConfiguration {
  @Bean(destroyMethod = "close")
  Replays replays(EventLog log, RootKeys keys, EventJson json, ReplayProperties properties) {
    return new Replays(
        log,
        keys,
        json,
        properties,
        new ChildCommand(properties.heap().toMegabytes(), properties.nice(), List.of()));
  }

  @Bean
  ReplayTrail replayTrail(EventSource log, CommandGateway commands, Clock clock) {
    return new ReplayTrail(log, commands, clock);
  }

  @Bean
  ReplayAccess replayAccess(Replays replays, ReplayTrail trail) {
    return new ReplayAccess(replays, trail);
  }

  @Bean
  ReplayPlayers replayPlayers(ReplayAccess access) {
    return new PlayedReplays(access);
  }

  @Bean
  ReplayPseudonyms replayPseudonyms(InstallationSecret secret) {
    return new ReplayPseudonyms(secret);
  }
}
