package info.powow.query.report;

import info.powow.projection.mongo.ViewStore;
import info.powow.projection.report.ReportViews;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import(MyReportsController.class)
public class ReportQueryConfiguration {
  @Bean
  ReportsHandler reportsHandler(
      ViewStore store, ReadYourWrites readYourWrites, ViewStoreBreaker guard) {
    return new ReportsHandler(ReportViews.in(store), readYourWrites, guard);
  }
}
