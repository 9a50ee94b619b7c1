package info.powow.command.publicservice;

import info.powow.domain.Accepted;
import info.powow.domain.publicservice.PublicService;
import info.powow.domain.publicservice.ServiceCommand;
import info.powow.domain.publicservice.ServiceContext;
import info.powow.domain.publicservice.ServiceEvent;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds a service's state between commands; the rules are in [PublicService].
class ServiceAggregate {
  @AggregateIdentifier private final String id;
  private PublicService state = PublicService.unpublished();

  ServiceAggregate(String id) {
    this.id = id;
  }

  Accepted handle(ServiceCommand command, ServiceContext context) {
    PublicService.decide(state, command, context).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(ServiceEvent event) {
    state = PublicService.evolve(state, event);
  }
}
