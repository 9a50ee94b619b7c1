package info.powow.command.publicservice;

import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.publicservice.PublicService;
import info.powow.domain.publicservice.ServiceCommand;
import info.powow.domain.publicservice.ServiceContext;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.domain.publicservice.ServiceEvent.SpeakerInvited;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the state of a service between commands. The rules are in [PublicService].
class ServiceAggregate {
  @AggregateIdentifier private final String id;
  private PublicService state = PublicService.unpublished();

  ServiceAggregate(String id) {
    this.id = id;
  }

  /// Carries out the consequence for a person.
  interface Follower {
    void follow(PersonCommand consequence) throws Exception;
  }

  /// @param follower called before anything is applied; if it refuses, nothing happens
  Accepted handle(ServiceCommand command, ServiceContext context, Follower follower)
      throws Exception {
    List<ServiceEvent> events = PublicService.decide(state, command, context);
    List<PersonId> invited = new ArrayList<>();
    for (ServiceEvent event : events) {
      Optional<PersonCommand> consequence = PublicService.consequence(event);
      if (consequence.isPresent()) {
        follower.follow(consequence.get());
      }
      if (event instanceof SpeakerInvited invitation) {
        invited.add(invitation.personId());
      }
    }
    events.forEach(AggregateLifecycle::apply);
    return Accepted.personal().inviting(invited);
  }

  @EventSourcingHandler
  void on(ServiceEvent event) {
    state = PublicService.evolve(state, event);
  }
}
