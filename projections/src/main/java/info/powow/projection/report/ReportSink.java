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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Maintains the reports. Writing the same again has no effect.
final class ReportSink implements Projection.Sink {
  private final ViewCollection<ReportView> reports;
  private final Map<String, ReportView> stored = new HashMap<>();
  private final Map<String, ReportView> pending = new LinkedHashMap<>();

  ReportSink(ViewCollection<ReportView> reports) {
    this.reports = reports;
  }

  @Override
  public void load(List<LoggedEvent> events) {
    List<String> closed = new ArrayList<>();
    for (LoggedEvent logged : events) {
      if (logged.event() instanceof ReportClosed event) {
        closed.add(event.reportId().value());
      }
    }
    if (!closed.isEmpty()) {
      stored.putAll(reports.find(closed));
    }
  }

  @Override
  public void apply(LoggedEvent logged) {
    if (logged.event() instanceof ReportEvent event) {
      String id = event.reportId().value();
      ReportView next =
          switch (event) {
            case PersonReported reported -> open(logged, reported, reported.personId().value());
            case MessageReported reported -> open(logged, reported, reported.personId().value());
            case ReportClosed _ -> closed(logged, pending.getOrDefault(id, stored.get(id)));
          };
      if (next != null) {
        pending.put(id, next);
      }
    }
  }

  private static ReportView open(LoggedEvent logged, ReportEvent event, String person) {
    return new ReportView(
        event.reportId().value(),
        logged.sequence(),
        event.reporter().value(),
        person,
        ReportState.OPEN);
  }

  /// @param before null if its report was skipped
  private static @Nullable ReportView closed(LoggedEvent logged, @Nullable ReportView before) {
    return before == null
        ? null
        : new ReportView(
            before.id(), logged.sequence(), before.reporter(), before.person(), ReportState.CLOSED);
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
    stored.clear();
  }
}
