package info.powow.command.conversation;

import info.powow.domain.Accepted;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ReadCommand;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.conversation.ReadMarker;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds one person's read marker in one conversation. The rules are in [ReadMarker].
class ReadMarkerAggregate {
  @AggregateIdentifier private final String id;
  private ReadMarker marker = ReadMarker.NOTHING_READ;

  ReadMarkerAggregate(String id) {
    this.id = id;
  }

  /// No id contains `~`, so these streams differ from those of conversations.
  static String idOf(ConversationId conversation, PersonId reader) {
    return conversation.value() + '~' + reader.value();
  }

  Accepted handle(ReadCommand command, Conversation conversation, Instant now) {
    ReadMarker.decide(marker, command, conversation, now).forEach(AggregateLifecycle::apply);
    return Accepted.in(command.conversation());
  }

  @EventSourcingHandler
  void on(ReadEvent event) {
    marker = ReadMarker.evolve(marker, event);
  }
}
