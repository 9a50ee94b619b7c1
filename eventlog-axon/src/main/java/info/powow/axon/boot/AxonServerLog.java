package info.powow.axon.boot;

import info.powow.axon.bus.ServerCommandBus;
import info.powow.axon.store.EventSerializer;
import info.powow.axon.store.ServerEventStorageEngine;
import info.powow.axon.store.ServerEventStore;
import info.powow.eventlog.engine.PayloadSeal;
import info.powow.ops.MessageTrace;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// The log on Axon Server, and commands to other processes over it.
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "true")
@EnableConfigurationProperties(AxonServerProperties.class)
class AxonServerLog {

  @Bean
  @Qualifier("eventStore")
  ServerEventStore eventStore(
      AxonServerConnectionManager connections,
      AxonServerProperties properties,
      EventSerializer serializer,
      PayloadSeal seal,
      ObjectProvider<MessageTrace> trace,
      Configuration axon) {
    return ServerEventStore.on(
        new ServerEventStorageEngine(
            () -> connections.getConnection().eventChannel(),
            properties.timeout(),
            serializer,
            axon.upcasterChain(),
            seal,
            trace.getIfAvailable(MessageTrace::off)),
        axon.messageMonitor(EventStore.class, "eventStore"),
        axon.getComponent(EventBusSpanFactory.class));
  }

  @Bean
  @Primary
  ServerCommandBus serverCommandBus(
      AxonServerConnectionManager connections,
      AxonServerConfiguration configuration,
      @Qualifier("localSegment") CommandBus local,
      @Qualifier("messageSerializer") Serializer messages,
      AxonServerProperties properties) {
    return ServerCommandBus.of(connections, configuration, local, messages, properties.timeout());
  }

  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  static class Health {

    @Bean
    AxonServerHealthIndicator axonServerHealthIndicator(
        AxonServerConnectionManager connections, AxonServerConfiguration configuration) {
      return new AxonServerHealthIndicator(connections, configuration.getContext());
    }
  }
}
