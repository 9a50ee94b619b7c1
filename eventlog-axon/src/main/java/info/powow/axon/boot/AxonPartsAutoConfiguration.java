package info.powow.axon.boot;

import info.powow.axon.bus.ForgetsHandler;
import info.powow.axon.bus.MessageSerialization;
import info.powow.axon.store.EventSerializer;
import info.powow.axon.store.KeyedEventStore;
import info.powow.axon.store.LogEventStorageEngine;
import info.powow.axon.store.LogEventStore;
import info.powow.domain.erasure.Forgets;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.boot.EventLogAutoConfiguration;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.json.EventJson;
import java.util.List;
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
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.AxonServerBusAutoConfiguration;
import org.axonframework.springboot.autoconfig.JpaEventStoreAutoConfiguration;
import org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.ObjectMapperAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.UpdateCheckerAutoConfiguration;
import org.axonframework.springboot.autoconfig.XStreamAutoConfiguration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/// Defines Axon's components explicitly. Axon's own auto-configuration orders itself after class
/// names from before Spring Boot 4, and silently falls back to defaults.
///
/// The event store is the embedded log, unless `axon.axonserver.servers` names an Axon Server.
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
    after = EventLogAutoConfiguration.class)
@Import(AxonServerLog.class)
public class AxonPartsAutoConfiguration {

  @Bean
  @Qualifier("eventSerializer")
  EventSerializer eventSerializer(EventJson json) {
    return new EventSerializer(json);
  }

  /// For tokens, and for commands and queries between processes.
  @Bean
  @Primary
  Serializer generalSerializer() {
    return MessageSerialization.serializer();
  }

  @Bean
  @Qualifier("messageSerializer")
  Serializer messageSerializer(Serializer generalSerializer) {
    return generalSerializer;
  }

  /// No transactions are needed: views are guarded by positions, and the log is durable by itself.
  @Bean
  @ConditionalOnMissingBean
  TransactionManager axonTransactionManager() {
    return NoTransactionManager.INSTANCE;
  }

  /// Axon's default is to log and skip an event whose handler fails.
  @Bean
  ConfigurerModule failuresStopEventProcessors() {
    return configurer ->
        configurer.eventProcessing(processing ->
            processing
                .registerDefaultListenerInvocationErrorHandler(
                    _ -> PropagatingErrorHandler.INSTANCE)
                .registerDefaultErrorHandler(_ -> PropagatingErrorHandler.INSTANCE));
  }

  @Bean
  ForgetsHandler forgetsHandler(List<Forgets> stores) {
    return new ForgetsHandler(stores);
  }

  /// The only way to follow the log.
  @Bean
  @ConditionalOnMissingBean
  EventSource eventSource(KeyedEventStore events) {
    return events.source();
  }

  /// The log in this process.
  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
  static class Embedded {

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

    /// The embedded views are in memory too, and are rebuilt from the log at startup.
    @Bean
    @ConditionalOnMissingBean
    TokenStore tokenStore() {
      return new InMemoryTokenStore();
    }
  }
}
