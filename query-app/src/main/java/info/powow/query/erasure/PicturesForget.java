package info.powow.query.erasure;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.domain.image.ImageCommand.EraseImage;
import info.powow.images.store.ImageStore;
import info.powow.projection.image.HashView;
import info.powow.projection.image.ImageView;
import info.powow.projection.image.ImageViews;
import info.powow.projector.Projector;
import info.powow.query.ReadYourWrites;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// Erases the pictures of a person and deletes their bytes with all renditions, unless somebody
/// else has uploaded the same picture. Runs while the log can still tell their hashes.
final class PicturesForget implements Forgets {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final ImageStore store;
  private final ImageViews views;
  private final ReadYourWrites readYourWrites;
  private final Projector projector;
  private final Consumer<EraseImage> erase;
  private final Clock clock;

  PicturesForget(
      ImageStore store,
      ImageViews views,
      ReadYourWrites readYourWrites,
      Projector projector,
      Consumer<EraseImage> erase,
      Clock clock) {
    this.store = store;
    this.views = views;
    this.readYourWrites = readYourWrites;
    this.projector = projector;
    this.erase = erase;
    this.clock = clock;
  }

  @Override
  public PlaintextStore store() {
    return PlaintextStore.PICTURES;
  }

  @Override
  public long prepare(PersonId person) {
    List<ImageView> mine = readYourWrites.ask(() -> views.ofOwner(person));
    if (!mine.isEmpty() && !projector.deadLetters().isEmpty()) {
      // Somebody else's picture might be missing.
      throw new IllegalStateException("a stream of the views is stopped");
    }
    for (ImageView image : mine) {
      if (!image.erased()) {
        erase.accept(new EraseImage(new ImageId(image.id()), true));
      }
    }
    Set<String> hashes = new HashSet<>();
    for (ImageView image : mine) {
      if (image.picture() != null) {
        hashes.add(image.picture().hash().value());
      }
    }
    long deleted = 0;
    for (String hash : hashes) {
      deleted += readYourWrites.ask(() -> deleteUnlessShared(hash, mine)) ? 1 : 0;
    }
    return deleted;
  }

  private boolean deleteUnlessShared(String hash, List<ImageView> mine) {
    HashView known = views.hashes().find(hash);
    if (known == null) {
      return false;
    }
    Set<String> own = new HashSet<>();
    mine.forEach(image -> own.add(image.id()));
    boolean shared =
        views.images().find(known.images()).values().stream()
            .anyMatch(image -> !own.contains(image.id()) && !image.erased());
    if (shared) {
      return false;
    }
    ImageView any =
        mine.stream()
            .filter(image -> image.picture() != null && image.picture().hash().value().equals(hash))
            .findFirst()
            .orElseThrow();
    try {
      return store.deleteAll(
          Objects.requireNonNull(any.picture()).hash(), clock.instant().plus(SOON));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a restored backup brought back is nobody's, and the next sweeps delete it.
  @Override
  public long forget(PersonId person, long index) {
    return 0;
  }
}
