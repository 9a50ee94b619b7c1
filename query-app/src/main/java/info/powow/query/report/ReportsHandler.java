package info.powow.query.report;

import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import info.powow.domain.report.FindReport;
import info.powow.domain.report.FindReports;
import info.powow.domain.report.FoundReports;
import info.powow.projection.report.ReportView;
import info.powow.projection.report.ReportViews;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.queryhandling.QueryHandler;

/// Answers staff which reports there are. What they say is read from the log.
public class ReportsHandler {
  private final ReportViews views;
  private final ReadYourWrites readYourWrites;
  private final ViewStoreBreaker guard;

  ReportsHandler(ReportViews views, ReadYourWrites readYourWrites, ViewStoreBreaker guard) {
    this.views = views;
    this.readYourWrites = readYourWrites;
    this.guard = guard;
  }

  @QueryHandler
  FoundReports find(FindReports query) {
    return found(
        readYourWrites
            .ask(() ->
                guard.ask(
                    () -> views.newest(query.staff(), query.state(), query.before(), query.max())))
            .stream());
  }

  @QueryHandler
  FoundReports find(FindReport query) {
    return found(
        readYourWrites
            .ask(() -> guard.ask(() -> views.reports().find(List.of(query.report().value()))))
            .values()
            .stream());
  }

  private static FoundReports found(Stream<ReportView> views) {
    return new FoundReports(
        views
            .map(view ->
                new FoundReports.One(new ReportId(view.id()), new PersonId(view.reporter())))
            .toList());
  }
}
