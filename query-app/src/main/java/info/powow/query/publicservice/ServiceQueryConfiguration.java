package info.powow.query.publicservice;

import info.powow.projection.mongo.ViewStore;
import info.powow.projection.publicservice.ServiceViews;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Configures queries about public services.
@Configuration(proxyBeanMethods = false)
@Import(ServicesController.class)
public class ServiceQueryConfiguration {
  @Bean
  ServiceViews serviceViews(ViewStore store) {
    return ServiceViews.in(store);
  }
}
