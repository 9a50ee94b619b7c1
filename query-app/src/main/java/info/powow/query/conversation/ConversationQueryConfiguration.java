package info.powow.query.conversation;

import info.powow.eventlog.EventSource;
import info.powow.projection.conversation.ConversationViews;
import info.powow.projection.mongo.ViewStore;
import info.powow.query.QueryProperties;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import info.powow.query.gathering.Gatherings;
import info.powow.query.person.Acquaintance;
import info.powow.query.person.BlockLookup;
import info.powow.query.person.Invitations;
import info.powow.query.person.PersonFinder;
import info.powow.query.person.SharedGroups;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Configures queries about conversations.
@Configuration(proxyBeanMethods = false)
@Import({
  ConsentController.class,
  ConversationsController.class,
  MessagesController.class,
  EventsController.class,
  ExportController.class
})
public class ConversationQueryConfiguration {
  @Bean
  ConversationReader conversations(ViewStore store, ViewStoreBreaker guard) {
    return new ConversationReader(ConversationViews.in(store), guard);
  }

  @Bean
  ConversationAnswers conversationAnswers(
      ConversationReader conversations, PersonFinder people, BlockLookup blocks, Clock clock) {
    return new ConversationAnswers(conversations, people, blocks, clock);
  }

  @Bean
  HistoricalMessages messagesAsLeft(EventSource log, JsonMapper json) {
    return new HistoricalMessages(log, json);
  }

  @Bean
  CurrentTextHistories wordingsNow(ConversationReader conversations, EventSource log) {
    return new CurrentTextHistories(conversations, log);
  }

  @Bean
  CurrentTexts currentTexts(CurrentTextHistories textHistories, EventSource log) {
    return new LoggedTexts(textHistories, log);
  }

  @Bean
  Acquaintance acquaintance(ConversationReader conversations, QueryProperties properties) {
    return new SharedConversations(conversations, properties.smallGroup());
  }

  @Bean
  SharedGroups fellows(ConversationReader conversations) {
    return new ViewedSharedGroups(conversations);
  }

  @Bean
  OpenGroups openGroups(ConversationReader conversations, Invitations invitations) {
    return new ViewedOpenGroups(conversations, invitations);
  }

  @Bean
  FindPersonalStreamsHandler findPersonalStreamsHandler(
      ConversationReader conversations, Gatherings gatherings, ReadYourWrites readYourWrites) {
    return new FindPersonalStreamsHandler(conversations, gatherings, readYourWrites);
  }

  @Bean
  FindMembershipsHandler findMembershipsHandler(
      ConversationReader conversations, BlockLookup blocks, ReadYourWrites readYourWrites) {
    return new FindMembershipsHandler(conversations, blocks, readYourWrites);
  }
}
