package info.powow.projection.report;

import com.mongodb.client.model.Filters;
import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import info.powow.domain.report.ReportState;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;
import info.powow.projector.Projection;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// The collection of reports.
public record ReportViews(ViewCollection<ReportView> reports) {

  public static ReportViews in(ViewStore store) {
    return new ReportViews(store.collection("reports", ReportView.CODEC));
  }

  public Projection.Sink newSink() {
    return new ReportSink(reports);
  }

  /// Reports, the newest first, without those in which the staff member is involved. They are left
  /// out here, so that neither a short page nor the next one tells that they exist.
  ///
  /// @param state null for any
  /// @param before only those with a lower id; null from the newest
  public List<ReportView> newest(
      PersonId staff, @Nullable ReportState state, @Nullable ReportId before, int max) {
    List<Bson> filters = new ArrayList<>();
    filters.add(Filters.ne(ReportView.REPORTER, staff.value()));
    filters.add(Filters.ne(ReportView.PERSON, staff.value()));
    if (state != null) {
      filters.add(Filters.eq(ReportView.STATE, ReportView.name(state)));
    }
    return reports.before(before == null ? null : before.value(), Filters.and(filters), max);
  }
}
