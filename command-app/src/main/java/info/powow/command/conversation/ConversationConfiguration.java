package info.powow.command.conversation;

import info.powow.axon.store.KeyedEventStore;
import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.CommandProperties;
import info.powow.command.StateSnapshots;
import info.powow.command.person.KnownPeople;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationCommand;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;
import info.powow.domain.conversation.ReadCommand;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.OwnConversations;
import info.powow.http.server.BodyRoute;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

@Configuration(proxyBeanMethods = false)
@Import({ConversationController.class, MessageController.class})
public class ConversationConfiguration {
  /// JSON bytes per byte of text: quotation marks take two, some characters six.
  private static final int ESCAPED = 4;

  @Bean
  BodyRoute sentMessage(CommandProperties properties) {
    return messageRoute(HttpMethod.POST, "/api/conversations/{id}/messages", properties);
  }

  @Bean
  BodyRoute editedMessage(CommandProperties properties) {
    return messageRoute(
        HttpMethod.PATCH, "/api/conversations/{id}/messages/{position}", properties);
  }

  private static BodyRoute messageRoute(
      HttpMethod method, String path, CommandProperties properties) {
    return BodyRoute.inMemory(method, path, (long) ESCAPED * properties.limits().maxTextBytes());
  }

  @Bean
  StateSnapshots<Conversation> conversationSnapshots(
      KeyedEventStore events, CommandProperties properties, ExecutorService snapshotExecutor) {
    return new StateSnapshots<>(
        ConversationAggregate.class,
        properties.snapshotEvery(),
        ConversationSnapshot::new,
        events,
        snapshotExecutor);
  }

  @Bean
  ConversationCommandHandler conversationCommandHandler(
      AggregateRepositories repositories,
      KeyedEventStore events,
      StateSnapshots<Conversation> snapshots,
      KnownPeople people,
      PictureLookup pictures,
      CommandProperties properties,
      CommandBus bus,
      ObjectProvider<BanHandler> bans,
      Clock clock) {
    ConversationCommandHandler handler =
        new ConversationCommandHandler(
            repositories.of(
                ConversationAggregate.class,
                (id, first) -> ConversationAggregate.begin(id, snapshots, first)),
            snapshots,
            repositories.of(ReadMarkerAggregate.class, (id, _) -> new ReadMarkerAggregate(id)),
            new LoggedConversationHistory(events),
            people,
            new Contacts(events, properties.cachedAggregates()),
            events,
            pictures,
            properties.limits().ofConversations(),
            clock);
    CommandHandlers.subscribe(
        bus,
        ConversationCommand.class,
        command ->
            command instanceof RemoveMember remove && remove.ban()
                ? bans.getObject().ban(remove)
                : handler.handle(command));
    CommandHandlers.subscribe(bus, ReadCommand.class, handler::handle);
    return handler;
  }

  @Bean
  OwnConversations ownConversations(ConversationCommandHandler conversations) {
    return new ConversationStates(conversations);
  }
}
