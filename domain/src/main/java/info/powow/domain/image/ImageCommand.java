package info.powow.domain.image;

import info.powow.domain.Command;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;

/// What can be asked of a picture.
public sealed interface ImageCommand extends Command {
  ImageId image();

  @Override
  default String routingKey() {
    return image().value();
  }

  /// Gives a picture to Powow, whose bytes are kept already. With whom it is shared, messages and
  /// profiles say.
  ///
  /// @param bytes how many are kept
  record ShareImage(PersonId by, Picture picture, long bytes) implements ImageCommand {
    @Override
    public ImageId image() {
      return picture.imageId();
    }
  }

  /// Gives up a picture that nothing carries. Asked by Powow itself.
  ///
  /// @param used whether a message or an avatar ever carried it: then it is not waiting for one
  record EraseImage(ImageId image, boolean used) implements ImageCommand {}
}
