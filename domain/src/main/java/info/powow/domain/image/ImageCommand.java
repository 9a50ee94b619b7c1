package info.powow.domain.image;

import info.powow.domain.Command;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;

/// A command about a picture.
public sealed interface ImageCommand extends Command {
  ImageId image();

  @Override
  default String routingKey() {
    return image().value();
  }

  /// Registers a picture whose bytes are already stored. Messages and profiles determine who may
  /// see it.
  ///
  /// @param bytes the number of bytes stored
  record ShareImage(PersonId by, Picture picture, long bytes) implements ImageCommand {
    @Override
    public ImageId image() {
      return picture.imageId();
    }
  }

  /// Erases a picture that nothing uses. Sent by Powow itself.
  ///
  /// @param used whether a message or an avatar ever used it; if so, no retention period applies
  record EraseImage(ImageId image, boolean used) implements ImageCommand {}
}
