package info.powow.standalone.backup;

import info.powow.eventlog.engine.EventLog;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Backups of the embedded log. Axon Server has its own backup tools.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
class BackupConfiguration {
  private static final Logger logger = LoggerFactory.getLogger(BackupConfiguration.class);

  static Clock machineClock() {
    return Clock.systemUTC();
  }

  @Bean
  BackupControl backupControl(
      EventLog log,
      Environment environment,
      ObjectProvider<Clock> clocks,
      ApplicationArguments arguments,
      ConfigurableApplicationContext context,
      ObjectProvider<ControlVerb> verbs,
      Restartable application) {
    Path data = Path.of(environment.getProperty("powow.data", "data")).toAbsolutePath().normalize();
    Path images =
        Path.of(environment.getProperty("powow.images.folder", data.resolve("images").toString()));
    return new BackupControl(
        log,
        new ControlFolder(data),
        images,
        data.resolve("search"),
        clocks.getIfAvailable(BackupConfiguration::machineClock),
        verbs.orderedStream().toList(),
        work -> restart(work, context, application, arguments.getSourceArgs()));
  }

  /// Not a daemon, unlike the virtual thread that calls this, so that the process stays alive
  /// between the two applications.
  private static void restart(
      BackupControl.RestartWork work,
      ConfigurableApplicationContext context,
      Restartable application,
      String[] arguments) {
    Thread _ =
        Thread.ofPlatform()
            .name("powow-restart")
            .daemon(false)
            .start(() -> {
              try {
                context.close();
                work.whileStopped();
                application.start(arguments);
                work.afterwards(null);
              } catch (Exception e) {
                logger.error("Cannot restart Powow", e);
                work.afterwards(e);
                System.exit(1);
              }
            });
  }
}
