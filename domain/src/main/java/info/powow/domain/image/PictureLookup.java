package info.powow.domain.image;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.Optional;

/// The pictures that people gave, for decisions about what carries them.
@FunctionalInterface
public interface PictureLookup {
  /// The picture, if it is still there and this person's own: nobody uses somebody else's.
  Optional<Picture> ownedBy(PersonId person, ImageId image);

  /// @throws Rejected `image_not_found`, alike when there is none and when it is somebody else's
  default Picture require(PersonId person, ImageId image) {
    return ownedBy(person, image).orElseThrow(() -> new Rejected(Reason.IMAGE_NOT_FOUND));
  }
}
