package info.powow.query.image;

import info.powow.domain.ImageId;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageCommand.EraseImage;
import info.powow.images.store.ImageStore;
import info.powow.images.store.ImageStore.Entry;
import info.powow.projection.image.HashView;
import info.powow.projection.image.ImageView;
import info.powow.projection.image.ImageViews;
import info.powow.projector.Projector;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// Deletes the bytes of pictures that nothing uses any more.
///
/// Deletion cannot be undone, so it takes two steps. First, a picture that no message and no avatar
/// uses is marked as erased: after this event, nothing can use it. A later sweep deletes the bytes,
/// if all pictures that share them are erased and still nothing uses one. So a message that was
/// sent at the moment of erasure keeps its picture.
///
/// The views tell what uses a picture. They are trusted only if they are complete: not while they
/// are behind, and not while any of their streams is stopped.
final class ImageSweeper {
  private static final int AT_ONCE = 256;

  private final ImageStore store;
  private final ImageViews views;
  private final ViewStoreBreaker guard;
  private final ReadYourWrites readYourWrites;
  private final Projector projector;
  private final Consumer<EraseImage> erase;
  private final Duration deletionDelay;
  private final Duration renditionRetention;
  private final Clock clock;

  /// @param erase erases a picture, if the rules allow it
  /// @param deletionDelay the minimum age of bytes since they were last stored, because their uses
  ///     may not be recorded yet
  /// @param renditionRetention how long a rendition is kept
  ImageSweeper(
      ImageStore store,
      ImageViews views,
      ViewStoreBreaker guard,
      ReadYourWrites readYourWrites,
      Projector projector,
      Consumer<EraseImage> erase,
      Duration deletionDelay,
      Duration renditionRetention,
      Clock clock) {
    this.store = store;
    this.views = views;
    this.guard = guard;
    this.readYourWrites = readYourWrites;
    this.projector = projector;
    this.erase = erase;
    this.deletionDelay = deletionDelay;
    this.renditionRetention = renditionRetention;
    this.clock = clock;
  }

  synchronized SweepReport sweep() throws IOException {
    Instant now = clock.instant();
    if (readYourWrites.await() > 0) {
      return SweepReport.skipped(now, "the views are behind");
    }
    if (!projector.deadLetters().isEmpty()) {
      return SweepReport.skipped(now, "a stream of the views is stopped: see the dead letters");
    }
    Sweep sweep = new Sweep(now, store.clearAbandoned());
    try {
      store.each(sweep::visit);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    }
    sweep.finish();
    return sweep.report();
  }

  private final class Sweep {
    private final Instant now;
    private final long abandoned;
    private final Map<ContentHash, List<Entry>> found = new LinkedHashMap<>();
    private long pictures;
    private long bytes;
    private long givenUp;
    private long deleted;
    private long deletedBytes;
    private long orphans;
    private long staleRenditions;

    Sweep(Instant now, long abandoned) {
      this.now = now;
      this.abandoned = abandoned;
    }

    void visit(Entry entry) {
      if (!found.containsKey(entry.hash()) && found.size() >= AT_ONCE) {
        finish();
      }
      found.computeIfAbsent(entry.hash(), _ -> new ArrayList<>()).add(entry);
    }

    void finish() {
      List<String> hashes = found.keySet().stream().map(ContentHash::value).toList();
      Map<String, HashView> known = guard.ask(() -> views.hashes().find(hashes));
      Set<String> ids = new LinkedHashSet<>();
      known.values().forEach(view -> ids.addAll(view.images()));
      Map<String, ImageView> images = guard.ask(() -> views.images().find(ids));
      found.forEach((hash, entries) -> {
        HashView view = known.get(hash.value());
        List<ImageView> madeOfThem =
            view == null
                ? List.of()
                : view.images().stream().map(images::get).filter(Objects::nonNull).toList();
        try {
          sweep(hash, entries, madeOfThem);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      found.clear();
    }

    private void sweep(ContentHash hash, List<Entry> entries, List<ImageView> images)
        throws IOException {
      long size = entries.stream().mapToLong(Entry::bytes).sum();
      pictures++;
      bytes += size;
      for (ImageView image : images) {
        if (!image.erased() && !image.isCarried()) {
          erase.accept(new EraseImage(new ImageId(image.id()), image.used()));
          givenUp++;
        }
      }
      if (images.stream().allMatch(image -> image.erased() && !image.isCarried())) {
        if (store.deleteAll(hash, now.minus(deletionDelay))) {
          deleted++;
          deletedBytes += size;
          orphans += images.isEmpty() ? 1 : 0;
        }
        return;
      }
      for (Entry entry : entries) {
        if (!entry.name().equals(ImageStore.ORIGINAL)
            && entry.storedAt().isBefore(now.minus(renditionRetention))) {
          store.delete(hash, entry.name());
          staleRenditions++;
        }
      }
    }

    SweepReport report() {
      return new SweepReport(
          now,
          null,
          pictures,
          bytes,
          givenUp,
          deleted,
          deletedBytes,
          orphans,
          staleRenditions,
          abandoned);
    }
  }
}
