package info.powow.command.notification;

import info.powow.domain.Accepted;
import info.powow.domain.notification.NotificationCommand;
import info.powow.domain.notification.NotificationEvent;
import info.powow.domain.notification.NotificationPreferences;
import info.powow.domain.person.OwnConversations;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds a person's notification settings between commands; the rules are in
/// [NotificationPreferences].
class PreferencesAggregate {
  @AggregateIdentifier private final String id;
  private NotificationPreferences state = NotificationPreferences.DEFAULT;

  PreferencesAggregate(String id) {
    this.id = id;
  }

  Accepted handle(NotificationCommand command, OwnConversations conversations, Instant now) {
    NotificationPreferences.decide(state, command, conversations, now)
        .forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(NotificationEvent event) {
    state = NotificationPreferences.evolve(state, event);
  }
}
