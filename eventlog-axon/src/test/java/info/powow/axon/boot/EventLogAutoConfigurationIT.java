package info.powow.axon.boot;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.axon.store.EventSerializer;
import info.powow.axon.store.LogEventStorageEngine;
import info.powow.axon.store.LogEventStore;
import info.powow.domain.PersonId;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.PersonEvent;
import java.nio.file.Path;
import java.time.Instant;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

class EventLogAutoConfigurationIT {
  private final Path folder;

  EventLogAutoConfigurationIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @org.springframework.context.annotation.Configuration
  @EnableAutoConfiguration
  static class Application {}

  @Test
  void everyPartOfAxonIsTheOneWeMean() {
    try (ConfigurableApplicationContext context = start()) {
      assertThat(context.getBean(EventStore.class)).isInstanceOf(LogEventStore.class);
      assertThat(context.getBean(EventBus.class)).isSameAs(context.getBean(EventStore.class));
      assertThat(context.getBean(EventStorageEngine.class))
          .isInstanceOf(LogEventStorageEngine.class);
      assertThat(context.getBean(TokenStore.class)).isInstanceOf(InMemoryTokenStore.class);
      assertThat(context.getBean(TransactionManager.class)).isSameAs(NoTransactionManager.INSTANCE);
      assertThat(context.getBean(CommandBus.class)).isInstanceOf(SimpleCommandBus.class);
      assertThat(context.getBean(QueryBus.class)).isInstanceOf(SimpleQueryBus.class);
      assertThat(context.getBean(Serializer.class)).isInstanceOf(JacksonSerializer.class);

      Configuration axon = context.getBean(Configuration.class);
      assertThat(axon.eventStore()).isSameAs(context.getBean(EventStore.class));
      assertThat(axon.eventSerializer()).isInstanceOf(EventSerializer.class);
      assertThat(axon.messageSerializer()).isInstanceOf(JacksonSerializer.class);
      assertThat(axon.serializer()).isInstanceOf(JacksonSerializer.class);
    }
  }

  @Test
  void anEventThatWasPublishedIsThereInTheNextRun() {
    PersonId ada = new PersonId("ada");
    PersonEvent created =
        new PersonEvent.ProfileCreated(
            ada, new Handle("ada"), "Ada", Instant.parse("2026-01-02T03:04:05.006Z"));
    try (ConfigurableApplicationContext context = start()) {
      context
          .getBean(EventStore.class)
          .publish(new GenericDomainEventMessage<>("Person", "ada", 0, created));
    }
    try (ConfigurableApplicationContext context = start()) {
      assertThat(context.getBean(EventStore.class).readEvents("ada").next().getPayload())
          .isEqualTo(created);
    }
  }

  private ConfigurableApplicationContext start() {
    SpringApplication application = new SpringApplication(Application.class);
    return application.run(
        "--powow.log.folder=" + folder.resolve("log"),
        "--powow.keys.folder=" + folder.resolve("keys"),
        "--spring.main.banner-mode=off");
  }
}
