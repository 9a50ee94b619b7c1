package info.powow.command.gathering;

import info.powow.domain.Accepted;
import info.powow.domain.ConversationId;
import info.powow.domain.conversation.ConversationCommand;
import info.powow.domain.gathering.Gathering;
import info.powow.domain.gathering.GatheringCommand;
import info.powow.domain.gathering.GatheringContext;
import info.powow.domain.gathering.GatheringEvent;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the state of a gathering between commands. The rules are in [Gathering].
class GatheringAggregate {
  @AggregateIdentifier private final String id;
  private Gathering state = Gathering.unpublished();

  GatheringAggregate(String id) {
    this.id = id;
  }

  /// Carries out the consequence in the gathering's conversation.
  interface Follower {
    void follow(ConversationCommand consequence) throws Exception;
  }

  /// @param follower called before anything is applied; if it refuses, nothing happens
  Accepted handle(GatheringCommand command, GatheringContext context, Follower follower)
      throws Exception {
    List<GatheringEvent> events = Gathering.decide(state, command, context);
    for (GatheringEvent event : events) {
      follow(Gathering.consequence(state, event), follower);
    }
    if (events.isEmpty()) {
      follow(Gathering.repeated(state, command), follower);
    }
    events.forEach(AggregateLifecycle::apply);
    ConversationId conversation =
        state instanceof Gathering.Published published ? published.conversation() : null;
    return conversation == null ? Accepted.personal() : Accepted.in(conversation);
  }

  private static void follow(Optional<ConversationCommand> consequence, Follower follower)
      throws Exception {
    if (consequence.isPresent()) {
      follower.follow(consequence.get());
    }
  }

  @EventSourcingHandler
  void on(GatheringEvent event) {
    state = Gathering.evolve(state, event);
  }
}
