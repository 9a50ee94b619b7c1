package info.powow.query.notification;

import info.powow.projection.conversation.ConversationViews;
import info.powow.projection.mongo.ViewStore;
import info.powow.projection.notification.NotificationViews;
import info.powow.projection.person.PersonViews;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import info.powow.query.gathering.Gatherings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// What answers about notifications.
@Configuration(proxyBeanMethods = false)
@Import({MailboxController.class, NotificationSettingsController.class})
public class NotificationQueryConfiguration {
  @Bean
  NotificationReader notificationReader(
      ViewStore store, PersonViews people, ViewStoreBreaker guard) {
    return new NotificationReader(NotificationViews.in(store), people, guard);
  }

  @Bean
  RecipientsHandler recipientsHandler(
      ViewStore store,
      PersonViews people,
      Gatherings gatherings,
      NotificationReader notifications,
      ReadYourWrites readYourWrites,
      ViewStoreBreaker guard) {
    return new RecipientsHandler(
        ConversationViews.in(store), people, gatherings, notifications, readYourWrites, guard);
  }
}
