package info.powow.command;

import info.powow.axon.bus.WarmCommands;
import info.powow.axon.store.KeyedEventStore;
import info.powow.command.audit.CaseConfiguration;
import info.powow.command.campaign.CampaignConfiguration;
import info.powow.command.conversation.ConversationConfiguration;
import info.powow.command.erasure.ErasureConfiguration;
import info.powow.command.gathering.GatheringConfiguration;
import info.powow.command.identity.IdentityConfiguration;
import info.powow.command.image.ImageConfiguration;
import info.powow.command.mail.MailConfiguration;
import info.powow.command.notification.NotificationConfiguration;
import info.powow.command.operation.OperationConfiguration;
import info.powow.command.person.PersonConfiguration;
import info.powow.command.publicservice.ServiceConfiguration;
import info.powow.command.refusal.RefusalConfiguration;
import info.powow.command.refusal.RefusedCommands;
import info.powow.command.report.ReportConfiguration;
import info.powow.command.staff.StaffCommandConfiguration;
import info.powow.domain.Rejected;
import info.powow.eventlog.boot.EventLogAutoConfiguration;
import info.powow.eventlog.json.EventTypes;
import info.powow.images.boot.ImagesAutoConfiguration;
import info.powow.ops.Dependencies;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.queryhandling.QueryBus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// Configures the write side, for every application that has it on its class path.
@AutoConfiguration(
    before = {EventLogAutoConfiguration.class, MultipartAutoConfiguration.class},
    after = ImagesAutoConfiguration.class)
@EnableConfigurationProperties(CommandProperties.class)
@Import({
  ConversationConfiguration.class,
  PersonConfiguration.class,
  IdentityConfiguration.class,
  GatheringConfiguration.class,
  MailConfiguration.class,
  CampaignConfiguration.class,
  OperationConfiguration.class,
  NotificationConfiguration.class,
  ServiceConfiguration.class,
  StaffCommandConfiguration.class,
  CaseConfiguration.class,
  ErasureConfiguration.class,
  RefusalConfiguration.class,
  ReportConfiguration.class,
  ImageConfiguration.class
})
public class CommandAppAutoConfiguration {

  @Bean
  EventTypes eventTypes() {
    return SnapshotRevisions.with(EventTypes.ofPowow());
  }

  @Bean(destroyMethod = "close")
  ExecutorService snapshotExecutor() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().name("powow-snapshots").daemon().factory());
  }

  /// A refusal changes nothing, so it must not roll back: otherwise, each refusal would evict a
  /// conversation from the cache, and the next command would have to load it again.
  @Bean
  @Qualifier("localSegment")
  CommandBus commandBus(
      TransactionManager transactions,
      KeyedEventStore events,
      CaffeineCache aggregateCache,
      PeerCacheInvalidation otherDeciders,
      RefusedCommands refused,
      ObjectProvider<Dependencies> dependencies) {
    return new DurableCommandBus(
        SimpleCommandBus.builder()
            .transactionManager(transactions)
            .rollbackConfiguration(failure -> !(failure instanceof Rejected)),
        events,
        new StaleAggregateCheck(events, aggregateCache),
        otherDeciders,
        dependencies.getIfAvailable(Dependencies::new).observed("command"),
        refused::refused);
  }

  @Bean
  PeerCacheInvalidation otherDeciders(
      ObjectProvider<QueryBus> queries, List<InvalidatableCache> remembered) {
    return new PeerCacheInvalidation(queries, remembered);
  }

  @Bean
  CaffeineCache aggregateCache(CommandProperties properties) {
    return new CaffeineCache(properties.cachedAggregates());
  }

  @Bean
  WarmCommands warmCommands(CaffeineCache aggregateCache) {
    return new CachedAggregates(aggregateCache);
  }

  @Bean
  AggregateRepositories aggregateRepositories(
      KeyedEventStore events, CaffeineCache aggregateCache) {
    // Events that were applied to a cached aggregate but not stored never happened: evict it.
    events.onFailedAppend(failed -> aggregateCache.forget(failed.streams()));
    return new AggregateRepositories(events, aggregateCache);
  }

  @Bean
  @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "true")
  CacheInvalidationTailer writtenElsewhere(
      KeyedEventStore events,
      List<InvalidatableCache> remembered,
      PeerCacheInvalidation otherDeciders) {
    return new CacheInvalidationTailer(events, remembered, otherDeciders);
  }
}
