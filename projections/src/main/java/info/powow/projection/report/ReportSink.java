package info.powow.projection.report;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.report.ReportEvent;
import info.powow.domain.report.ReportEvent.MessageReported;
import info.powow.domain.report.ReportEvent.PersonReported;
import info.powow.domain.report.ReportEvent.ReportClosed;
import info.powow.domain.report.ReportState;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projector.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Maintains the reports. Each event says all that its document contains, so writing one again has
/// no effect, and nothing needs to be loaded.
final class ReportSink implements Projection.Sink {
  private final ViewCollection<ReportView> reports;
  private final Map<String, ReportView> pending = new LinkedHashMap<>();

  ReportSink(ViewCollection<ReportView> reports) {
    this.reports = reports;
  }

  @Override
  public void load(List<LoggedEvent> events) {
    // Documents are replaced as a whole.
  }

  @Override
  public void apply(LoggedEvent logged) {
    if (logged.event() instanceof ReportEvent event) {
      ReportState state =
          switch (event) {
            case PersonReported _, MessageReported _ -> ReportState.OPEN;
            case ReportClosed _ -> ReportState.CLOSED;
          };
      String id = event.reportId().value();
      pending.put(id, new ReportView(id, logged.sequence(), event.reporter().value(), state));
    }
  }

  @Override
  public int pending() {
    return pending.size();
  }

  @Override
  public void flush() {
    List<WriteModel<ReportView>> writes = new ArrayList<>(pending.size());
    pending.values().forEach(view -> writes.add(ViewCollection.replacing(view)));
    reports.write(writes);
    pending.clear();
  }
}
