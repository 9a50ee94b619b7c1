package info.powow.projection.report;

import info.powow.domain.ReportId;
import info.powow.domain.report.ReportState;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;
import info.powow.projector.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The collection of reports.
public record ReportViews(ViewCollection<ReportView> reports) {

  public static ReportViews in(ViewStore store) {
    return new ReportViews(store.collection("reports", ReportView.CODEC));
  }

  public Projection.Sink newSink() {
    return new ReportSink(reports);
  }

  public @Nullable ReportView find(ReportId report) {
    return reports.find(report.value());
  }

  /// Reports, the newest first.
  ///
  /// @param state null for any
  /// @param before only those with a lower id; null from the newest
  public List<ReportView> newest(@Nullable ReportState state, @Nullable ReportId before, int max) {
    String id = before == null ? null : before.value();
    return state == null
        ? reports.before(id, max)
        : reports.before(id, ReportView.STATE, ReportView.name(state), max);
  }
}
