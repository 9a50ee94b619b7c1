package info.powow.command.image;

import info.powow.domain.Accepted;
import info.powow.domain.ImageId;
import info.powow.domain.image.ImageCommand;
import info.powow.domain.image.ImageLimits;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Repository;

/// Loads the picture of a command and decides the command on it.
public class ImageCommandHandler {
  private final Repository<ImageAggregate> repository;
  private final KnownImages images;
  private final ImageLimits limits;
  private final Clock clock;

  ImageCommandHandler(
      Repository<ImageAggregate> repository, KnownImages images, ImageLimits limits, Clock clock) {
    this.repository = repository;
    this.images = images;
    this.limits = limits;
    this.clock = clock;
  }

  public Accepted handle(ImageCommand command) throws Exception {
    ImageId image = command.image();
    // After the commit, so that nobody caches the old state again.
    CurrentUnitOfWork.get().afterCommit(_ -> images.forget(image));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return repository
        .loadOrCreate(image.value(), () -> new ImageAggregate(image.value()))
        .invoke(aggregate -> aggregate.handle(command, limits, now));
  }
}
