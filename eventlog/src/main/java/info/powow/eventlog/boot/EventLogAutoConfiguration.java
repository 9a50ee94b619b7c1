package info.powow.eventlog.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import info.powow.eventlog.axon.EventSerializer;
import info.powow.eventlog.axon.LogEventStorageEngine;
import info.powow.eventlog.axon.LogEventStore;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import io.micrometer.core.instrument.MeterRegistry;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.AxonServerBusAutoConfiguration;
import org.axonframework.springboot.autoconfig.JpaEventStoreAutoConfiguration;
import org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.ObjectMapperAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.UpdateCheckerAutoConfiguration;
import org.axonframework.springboot.autoconfig.XStreamAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/// Axon's parts, said explicitly: its own auto-configuration orders itself after classes by the
/// names they had before Spring Boot 4, and falls back without a word.
///
/// The event store is the embedded log unless `axon.axonserver.servers` says where Axon Server is.
@AutoConfiguration(
    before = {
      AxonAutoConfiguration.class,
      AxonServerBusAutoConfiguration.class,
      JpaEventStoreAutoConfiguration.class,
      NoOpTransactionAutoConfiguration.class,
      ObjectMapperAutoConfiguration.class,
      TransactionAutoConfiguration.class,
      UpdateCheckerAutoConfiguration.class,
      XStreamAutoConfiguration.class
    },
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@EnableConfigurationProperties(EventLogProperties.class)
@Import(AxonServerLog.class)
public class EventLogAutoConfiguration {

  /// Replace it by a bean of your own to add types, such as what is saved as a snapshot:
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

  @Bean
  @Qualifier("eventSerializer")
  EventSerializer eventSerializer(EventJson json) {
    return new EventSerializer(json);
  }

  /// For tokens, and for commands and queries where they travel.
  @Bean
  @Primary
  Serializer generalSerializer() {
    return JacksonSerializer.builder()
        .objectMapper(new ObjectMapper().registerModule(new JavaTimeModule()))
        .build();
  }

  @Bean
  @Qualifier("messageSerializer")
  Serializer messageSerializer(Serializer generalSerializer) {
    return generalSerializer;
  }

  /// No store of ours takes part in a transaction: views are guarded by position, the log is
  /// durable by itself.
  @Bean
  @ConditionalOnMissingBean
  TransactionManager axonTransactionManager() {
    return NoTransactionManager.INSTANCE;
  }

  /// Axon's default is to log an event that could not be handled and go on without it.
  @Bean
  ConfigurerModule failuresStopEventProcessors() {
    return configurer ->
        configurer.eventProcessing(processing ->
            processing
                .registerDefaultListenerInvocationErrorHandler(
                    _ -> PropagatingErrorHandler.INSTANCE)
                .registerDefaultErrorHandler(_ -> PropagatingErrorHandler.INSTANCE));
  }

  /// The log in this process.
  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
  static class Embedded {

    @Bean(destroyMethod = "close")
    EventLog eventLog(EventLogProperties properties, ObjectProvider<MeterRegistry> registries) {
      @Nullable MeterRegistry registry = registries.getIfUnique();
      EventLog log =
          EventLog.open(
              properties.options(),
              registry == null ? EventLogObserver.NONE : new EventLogMetrics(registry));
      if (registry != null) {
        EventLogMetrics.watch(log, registry);
      }
      return log;
    }

    @Bean
    LogEventStorageEngine eventStorageEngine(
        EventLog log, EventSerializer serializer, Configuration axon) {
      return new LogEventStorageEngine(log, serializer, axon.upcasterChain());
    }

    @Bean
    @Qualifier("eventStore")
    LogEventStore eventStore(LogEventStorageEngine engine, Configuration axon) {
      return LogEventStore.on(
          engine,
          axon.messageMonitor(EventStore.class, "eventStore"),
          axon.getComponent(EventBusSpanFactory.class));
    }

    /// The embedded views are in memory too, and are filled again from the log at start.
    @Bean
    @ConditionalOnMissingBean
    TokenStore tokenStore() {
      return new InMemoryTokenStore();
    }
  }

  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
  static class EmbeddedHealth {

    @Bean
    EventLogHealthIndicator eventLogHealthIndicator(EventLog log) {
      return new EventLogHealthIndicator(log);
    }
  }
}
