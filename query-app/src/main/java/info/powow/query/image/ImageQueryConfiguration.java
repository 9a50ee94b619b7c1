package info.powow.query.image;

import info.powow.images.boot.ImageProperties;
import info.powow.images.store.ImageStore;
import info.powow.projection.image.ImageViews;
import info.powow.projection.mongo.ViewStore;
import info.powow.projector.Projector;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import info.powow.query.conversation.OpenGroups;
import info.powow.query.conversation.VisibleMessages;
import info.powow.query.person.BlockLookup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Configures queries for pictures, and their deletion.
@Configuration(proxyBeanMethods = false)
@Import(ImagesController.class)
public class ImageQueryConfiguration {
  @Bean
  ImageViews imageViews(ViewStore store) {
    return ImageViews.in(store);
  }

  @Bean
  VisibleImages visibleImages(
      ImageViews views,
      VisibleMessages messages,
      OpenGroups openGroups,
      BlockLookup blocks,
      ViewStoreBreaker guard) {
    return new VisibleImages(views, messages, openGroups, blocks, guard);
  }

  @Bean
  RegularSweep regularSweep(
      ImageStore store,
      ImageViews views,
      ViewStoreBreaker guard,
      ReadYourWrites readYourWrites,
      @Qualifier("viewsProjector") Projector projector,
      CommandGateway commands,
      ImageProperties properties,
      Clock clock,
      ObjectProvider<MeterRegistry> registries) {
    ImageSweeper sweeper =
        new ImageSweeper(
            store,
            views,
            guard,
            readYourWrites,
            projector,
            commands::sendAndWait,
            properties.deletionDelay(),
            properties.renditionRetention(),
            clock);
    return new RegularSweep(
        sweeper, properties.sweepInterval(), registries.getIfAvailable(SimpleMeterRegistry::new));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Endpoint.class)
  static class ImageEndpoints {
    @Bean
    ImagesEndpoint imagesEndpoint(RegularSweep sweep) {
      return new ImagesEndpoint(sweep);
    }
  }
}
