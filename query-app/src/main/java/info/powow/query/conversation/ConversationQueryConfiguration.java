package info.powow.query.conversation;

import info.powow.projection.EventSource;
import info.powow.projection.conversation.ConversationViews;
import info.powow.projection.mongo.ViewStore;
import info.powow.query.QueryProperties;
import info.powow.query.UpToDate;
import info.powow.query.ViewsGuard;
import info.powow.query.person.Acquaintance;
import info.powow.query.person.Blocks;
import info.powow.query.person.Fellows;
import info.powow.query.person.People;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// What answers about conversations.
@Configuration(proxyBeanMethods = false)
@Import({
  ConsentController.class,
  ConversationsController.class,
  MessagesController.class,
  EventsController.class
})
public class ConversationQueryConfiguration {
  @Bean
  Conversations conversations(ViewStore store, ViewsGuard guard) {
    return new Conversations(ConversationViews.in(store), guard);
  }

  @Bean
  ConversationAnswers conversationAnswers(Conversations conversations, People people, Clock clock) {
    return new ConversationAnswers(conversations, people, clock);
  }

  @Bean
  MessagesAsLeft messagesAsLeft(EventSource log, JsonMapper json) {
    return new MessagesAsLeft(log, json);
  }

  @Bean
  WordingsNow wordingsNow(Conversations conversations, EventSource log) {
    return new WordingsNow(conversations, log);
  }

  @Bean
  CurrentTexts currentTexts(WordingsNow wordings, EventSource log) {
    return new TextsInTheLog(wordings, log);
  }

  @Bean
  Acquaintance acquaintance(Conversations conversations, QueryProperties properties) {
    return new SharedConversations(conversations, properties.smallGroup());
  }

  @Bean
  Fellows fellows(Conversations conversations) {
    return new GroupFellows(conversations);
  }

  @Bean
  FindMembershipsHandler findMembershipsHandler(
      Conversations conversations, Blocks blocks, UpToDate upToDate) {
    return new FindMembershipsHandler(conversations, blocks, upToDate);
  }
}
