package info.powow.domain.image;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.Optional;

/// Looks up uploaded pictures, for decisions about things that use them.
@FunctionalInterface
public interface PictureLookup {
  /// The picture, if it exists and belongs to this person. Nobody can use somebody else's picture.
  Optional<Picture> ownedBy(PersonId person, ImageId image);

  /// @throws Rejected `image_not_found`, whether the picture does not exist or belongs to somebody
  ///     else
  default Picture require(PersonId person, ImageId image) {
    return ownedBy(person, image).orElseThrow(() -> new Rejected(Reason.IMAGE_NOT_FOUND));
  }
}
