package info.powow.command.image;

import info.powow.domain.Accepted;
import info.powow.domain.image.Image;
import info.powow.domain.image.ImageCommand;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.image.ImageLimits;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;

/// Holds the state of a picture between commands. The rules are in [Image].
class ImageAggregate {
  @AggregateIdentifier private final String id;
  private Image state = Image.unknown();

  ImageAggregate(String id) {
    this.id = id;
  }

  Accepted handle(ImageCommand command, ImageLimits limits, Instant now) {
    Image.decide(state, command, limits, now).forEach(AggregateLifecycle::apply);
    return Accepted.personal();
  }

  @EventSourcingHandler
  void on(ImageEvent event) {
    state = Image.evolve(state, event);
  }
}
