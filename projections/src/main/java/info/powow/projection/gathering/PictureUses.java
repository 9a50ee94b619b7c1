package info.powow.projection.gathering;

import info.powow.domain.gathering.Gathering;
import info.powow.domain.image.Picture;
import info.powow.projection.image.ImageChanges;
import info.powow.projection.image.ImageViews;
import info.powow.projection.mongo.StateSink;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Records which pictures gatherings use.
final class PictureUses implements StateSink.Companion<Gathering> {
  private final ImageViews images;
  private final ImageChanges changes = new ImageChanges();

  PictureUses(ImageViews images) {
    this.images = images;
  }

  private static @Nullable Picture pictureOf(Gathering gathering) {
    return gathering instanceof Gathering.Published published ? published.picture() : null;
  }

  @Override
  public void changed(String stream, Gathering before, Gathering after, long sequence) {
    Picture old = pictureOf(before);
    Picture shown = pictureOf(after);
    if (!Objects.equals(old, shown)) {
      changes.gatheringPicture(stream, old, shown, sequence);
    }
  }

  @Override
  public int pending() {
    return changes.size();
  }

  @Override
  public void flush() {
    images.images().write(changes.writes());
    changes.clear();
  }
}
