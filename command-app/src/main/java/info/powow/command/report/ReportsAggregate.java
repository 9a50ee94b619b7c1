package info.powow.command.report;

import info.powow.domain.report.ReportCommand;
import info.powow.domain.report.ReportContext;
import info.powow.domain.report.ReportEvent;
import info.powow.domain.report.ReportReceipt;
import info.powow.domain.report.Reports;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the open reports of one person between commands; the rules are in [Reports].
class ReportsAggregate {
  @AggregateIdentifier private final String id;
  private Reports state = Reports.NONE;

  ReportsAggregate(String id) {
    this.id = id;
  }

  ReportReceipt handle(ReportCommand command, ReportContext context) {
    Reports.Decision decision = Reports.decide(state, command, context);
    decision.events().forEach(AggregateLifecycle::apply);
    return decision.receipt();
  }

  @EventSourcingHandler
  void on(ReportEvent event) {
    state = Reports.evolve(state, event);
  }
}
