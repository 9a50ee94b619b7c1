package info.powow.domain.image;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageCommand.EraseImage;
import info.powow.domain.image.ImageCommand.ShareImage;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The state of a picture, as far as decisions need it.
public sealed interface Image {
  record Unknown() implements Image {}

  record Shared(PersonId by, Picture picture, Instant at) implements Image {}

  record Erased() implements Image {}

  static Image unknown() {
    return new Unknown();
  }

  /// The picture, if it exists and belongs to this person. Nobody can use somebody else's picture.
  default Optional<Picture> ownedBy(PersonId person) {
    return this instanceof Shared shared && shared.by().equals(person)
        ? Optional.of(shared.picture())
        : Optional.empty();
  }

  /// @throws Rejected with the reason, if the command is refused
  static List<ImageEvent> decide(
      Image state, ImageCommand command, ImageLimits limits, Instant now) {
    return switch (command) {
      case ShareImage share ->
          switch (state) {
            case Unknown _ -> List.of(shared(share, now));
            // The key was used for another picture, or for one that is erased: the first answer
            // stands.
            case Shared _, Erased _ -> List.of();
          };
      case EraseImage erase ->
          switch (state) {
            case Unknown _ -> throw new Rejected(Reason.IMAGE_NOT_FOUND);
            case Erased _ -> List.of();
            case Shared shared -> erase(shared, erase, limits, now);
          };
    };
  }

  private static ImageEvent shared(ShareImage share, Instant now) {
    Picture picture = share.picture();
    return new ImageShared(
        picture.imageId(),
        share.by(),
        picture.hash(),
        picture.format(),
        picture.width(),
        picture.height(),
        picture.placeholder(),
        share.bytes(),
        now);
  }

  /// An unused picture is kept until its owner has had time to send it.
  private static List<ImageEvent> erase(
      Shared shared, EraseImage erase, ImageLimits limits, Instant now) {
    boolean waits = !erase.used() && now.isBefore(shared.at().plus(limits.unusedRetention()));
    return waits ? List.of() : List.of(new ImageErased(erase.image(), now));
  }

  static Image evolve(Image state, ImageEvent event) {
    return switch (event) {
      case ImageShared shared ->
          new Shared(
              shared.by(),
              new Picture(
                  shared.imageId(),
                  shared.hash(),
                  shared.format(),
                  shared.width(),
                  shared.height(),
                  shared.placeholder()),
              shared.at());
      case ImageErased _ -> new Erased();
    };
  }
}
