package info.powow.command.image;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.image.Image;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.image.Picture;
import info.powow.domain.image.PictureLookup;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// A cache of pictures and their owners, for decisions about other things.
///
/// It takes no lock: a message sent at the moment when its picture is erased may still pass. The
/// bytes are kept until a later sweep finds that nothing uses them, so the message keeps its
/// picture.
public class KnownImages implements PictureLookup {
  private final LoadingCache<ImageId, Image> images;

  KnownImages(EventStore events, long capacity) {
    images = Caffeine.newBuilder().maximumSize(capacity).build(image -> read(events, image));
  }

  @Override
  public Optional<Picture> ownedBy(PersonId person, ImageId image) {
    return images.get(image).ownedBy(person);
  }

  /// Evicts a picture.
  void forget(ImageId image) {
    images.invalidate(image);
  }

  /// Evicts all pictures.
  void forgetAll() {
    images.invalidateAll();
  }

  private static Image read(EventStore events, ImageId image) {
    Image state = Image.unknown();
    DomainEventStream stream = events.readEvents(image.value(), 0);
    while (stream.hasNext()) {
      if (stream.next().getPayload() instanceof ImageEvent event) {
        state = Image.evolve(state, event);
      }
    }
    return state;
  }
}
