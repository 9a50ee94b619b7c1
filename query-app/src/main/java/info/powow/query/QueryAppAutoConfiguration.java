package info.powow.query;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.boot.EventLogAutoConfiguration;
import info.powow.images.boot.ImagesAutoConfiguration;
import info.powow.ops.Dependencies;
import info.powow.projection.boot.ProjectionsAutoConfiguration;
import info.powow.projection.mongo.ViewStore;
import info.powow.projection.nearby.NearbyAutoConfiguration;
import info.powow.projector.Projector;
import info.powow.query.audit.AuditQueryConfiguration;
import info.powow.query.conversation.ConversationQueryConfiguration;
import info.powow.query.erasure.ErasureQueryConfiguration;
import info.powow.query.gathering.GatheringQueryConfiguration;
import info.powow.query.image.ImageQueryConfiguration;
import info.powow.query.nearby.NearbyQueryConfiguration;
import info.powow.query.notification.NotificationQueryConfiguration;
import info.powow.query.person.PersonQueryConfiguration;
import info.powow.query.publicservice.ServiceQueryConfiguration;
import info.powow.query.report.ReportQueryConfiguration;
import info.powow.query.search.SearchQueryConfiguration;
import info.powow.query.transparency.TransparencyConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Configures the read side, for every application that has it on its class path.
@AutoConfiguration(
    after = {
      EventLogAutoConfiguration.class,
      ProjectionsAutoConfiguration.class,
      NearbyAutoConfiguration.class,
      ImagesAutoConfiguration.class
    })
@EnableConfigurationProperties(QueryProperties.class)
@Import({
  StaleViewAdvice.class,
  ConversationQueryConfiguration.class,
  PersonQueryConfiguration.class,
  ImageQueryConfiguration.class,
  SearchQueryConfiguration.class,
  GatheringQueryConfiguration.class,
  ServiceQueryConfiguration.class,
  NearbyQueryConfiguration.class,
  NotificationQueryConfiguration.class,
  AuditQueryConfiguration.class,
  ReportQueryConfiguration.class,
  ErasureQueryConfiguration.class,
  TransparencyConfiguration.class
})
public class QueryAppAutoConfiguration {

  @Bean
  ViewStoreBreaker viewsGuard(ObjectProvider<Dependencies> dependencies, ViewStore store) {
    return new ViewStoreBreaker(dependencies.getIfAvailable(Dependencies::new), store);
  }

  @Bean
  ReadYourWrites readYourWrites(
      EventSource log,
      @Qualifier("viewsProjector") Projector viewsProjector,
      ViewStoreBreaker guard,
      QueryProperties properties) {
    return new ReadYourWrites(log, viewsProjector, guard, properties.freshnessTimeout());
  }

  @Bean
  WebMvcConfigurer waitingForViews(ReadYourWrites readYourWrites) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new StaleViewHeader(readYourWrites));
      }
    };
  }
}
