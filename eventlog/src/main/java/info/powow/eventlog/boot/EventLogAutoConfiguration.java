package info.powow.eventlog.boot;

import info.powow.domain.erasure.Forgets;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.engine.PayloadSeal;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.keys.RootKeys;
import info.powow.eventlog.seal.LogForgets;
import info.powow.eventlog.seal.PersonalFields;
import info.powow.eventlog.seal.Sealing;
import info.powow.eventlog.transparency.CheckpointKeys;
import info.powow.eventlog.transparency.TransparencyLog;
import info.powow.ops.Dependencies;
import info.powow.ops.MessageTrace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Configures the JSON of events, and the log of this process unless `axon.axonserver.servers`
/// names an Axon Server.
@AutoConfiguration(
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@EnableConfigurationProperties({
  EventLogProperties.class,
  KeysProperties.class,
  TransparencyProperties.class
})
public class EventLogAutoConfiguration {

  /// Define a bean of your own to add types, such as snapshots:
  /// `EventTypes.ofPowow().and().type(…).build()`.
  @Bean
  @ConditionalOnMissingBean
  EventTypes eventTypes() {
    return EventTypes.ofPowow();
  }

  @Bean
  @ConditionalOnMissingBean
  EventJson eventJson(EventTypes types) {
    return new EventJson(types);
  }

  /// Beside the data folder, so that a copy of one is not a copy of the other.
  @Bean
  RootKeys rootKeys(KeysProperties properties, EventLogProperties log) {
    return properties.open(log.folder(), Clock.systemUTC());
  }

  @Bean
  Sealing sealing(EventTypes types, RootKeys keys) {
    return new Sealing(PersonalFields.of(types), keys);
  }

  @Bean
  Forgets logForgets(Sealing sealing, ObjectProvider<EventLog> logs) {
    return new LogForgets(sealing, () -> logs.ifAvailable(EventLog::forgetNewest));
  }

  /// The log in this process.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
  static class Embedded {

    @Bean(destroyMethod = "close")
    EventLog eventLog(
        EventLogProperties properties,
        PayloadSeal seal,
        ObjectProvider<MeterRegistry> registries,
        ObjectProvider<MessageTrace> traces,
        ObjectProvider<Dependencies> dependencies) {
      @Nullable MeterRegistry registry = registries.getIfUnique();
      EventLog log =
          EventLog.open(
              properties.options(),
              registry == null
                  ? EventLogObserver.NONE
                  : new EventLogMetrics(
                      registry,
                      traces.getIfAvailable(MessageTrace::off),
                      dependencies.getIfAvailable(Dependencies::new)),
              seal);
      if (registry != null) {
        EventLogMetrics.watch(log, registry);
      }
      return log;
    }
  }

  /// The transparency log of the log in this process. Over Axon Server there is none yet.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
  @ConditionalOnBooleanProperty(name = "powow.tlog.enabled", matchIfMissing = true)
  static class TransparencyConfiguration {

    @Bean(initMethod = "start", destroyMethod = "close")
    TransparencyLog transparencyLog(
        EventLog log,
        Sealing sealing,
        EventLogProperties logProperties,
        KeysProperties keysProperties,
        TransparencyProperties properties,
        ObjectProvider<MeterRegistry> registries) {
      Path folder = logProperties.folder();
      TransparencyLog transparency =
          new TransparencyLog(
              log,
              sealing,
              CheckpointKeys.open(
                  keysProperties.folder(folder), sealing, properties.origin() + '/' + log.epoch()),
              properties.folder(folder).resolve(log.epoch()),
              properties.interval(),
              properties.rebuild(),
              Clock.systemUTC());
      @Nullable MeterRegistry registry = registries.getIfUnique();
      if (registry != null) {
        Gauge.builder("powow.tlog.behind", transparency, TransparencyLog::behind)
            .description("Events that no signed checkpoint covers yet")
            .register(registry);
      }
      return transparency;
    }

    @Bean
    @ConditionalOnClass(HealthIndicator.class)
    TransparencyHealthIndicator transparencyHealthIndicator(TransparencyLog log) {
      return new TransparencyHealthIndicator(log);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
  static class EmbeddedHealth {

    @Bean
    EventLogHealthIndicator eventLogHealthIndicator(EventLog log) {
      return new EventLogHealthIndicator(log);
    }
  }
}
