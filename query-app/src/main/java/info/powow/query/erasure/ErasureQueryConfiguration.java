package info.powow.query.erasure;

import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.images.store.ImageStore;
import info.powow.projection.boot.FollowerForgets;
import info.powow.projection.image.ImageViews;
import info.powow.projection.mongo.ViewStore;
import info.powow.projection.mongo.ViewsPurge;
import info.powow.projector.Projector;
import info.powow.query.ReadYourWrites;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Lets views and pictures forget erased people.
@Configuration(proxyBeanMethods = false)
public class ErasureQueryConfiguration {
  /// With the time that the views may take to follow, well below the time that an erasure waits.
  private static final Duration PURGE_TIMEOUT = Duration.ofMinutes(3);

  @Bean
  Forgets viewsForget(@Qualifier("viewsProjector") Projector projector, ViewStore store) {
    return new FollowerForgets(
        PlaintextStore.VIEWS, List.of(projector), new ViewsPurge(store, PURGE_TIMEOUT));
  }

  @Bean
  Forgets picturesForget(
      ImageStore store,
      ImageViews views,
      ReadYourWrites readYourWrites,
      @Qualifier("viewsProjector") Projector projector,
      CommandGateway commands,
      Clock clock) {
    return new PicturesForget(
        store, views, readYourWrites, projector, commands::sendAndWait, clock);
  }
}
