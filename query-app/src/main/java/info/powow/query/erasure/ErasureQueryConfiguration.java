package info.powow.query.erasure;

import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.images.store.ImageStore;
import info.powow.projection.boot.FollowerForgets;
import info.powow.projection.image.ImageViews;
import info.powow.projector.Projector;
import info.powow.query.ReadYourWrites;
import java.time.Clock;
import java.util.List;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Lets views and pictures forget erased people.
@Configuration(proxyBeanMethods = false)
public class ErasureQueryConfiguration {
  @Bean
  Forgets viewsForget(@Qualifier("viewsProjector") Projector projector) {
    return new FollowerForgets(PlaintextStore.VIEWS, List.of(projector), () -> {});
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
