package info.powow.images;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.image.Rendition;
import info.powow.images.store.ImageStore;
import info.powow.images.store.ImageStore.Stored;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/// Serves renditions: created on the first request, and stored for later ones. Concurrent requests
/// for the same rendition share one computation.
public final class Renditions {
  private final ImageStore store;
  private final ImageProcessor processor;
  private final Counter found;
  private final Counter made;
  private final Map<String, CompletableFuture<Stored>> making = new ConcurrentHashMap<>();

  public Renditions(ImageStore store, ImageProcessor processor, MeterRegistry metrics) {
    this.store = store;
    this.processor = processor;
    this.found = counter(metrics, "found");
    this.made = counter(metrics, "made");
  }

  private static Counter counter(MeterRegistry metrics, String how) {
    return Counter.builder("powow.images.renditions")
        .tag("how", how)
        .description("Requested sizes of pictures: found as a file, or made first")
        .register(metrics);
  }

  /// @throws Rejected `image_not_found` if the bytes no longer exist, `images_busy`,
  ///     `images_unavailable`
  public Stored find(Picture picture, Rendition rendition) {
    boolean asKept = rendition.format() == ImageFormat.GIF;
    try {
      String name = asKept ? ImageStore.ORIGINAL : rendition.name();
      Optional<Stored> stored = store.find(picture.hash(), name);
      if (stored.isPresent()) {
        found.increment();
        return stored.get();
      }
      if (asKept) {
        throw new Rejected(Reason.IMAGE_NOT_FOUND);
      }
    } catch (IOException e) {
      throw new Rejected(Reason.IMAGES_UNAVAILABLE);
    }
    return make(picture, rendition);
  }

  private Stored make(Picture picture, Rendition rendition) {
    CompletableFuture<Stored> mine = new CompletableFuture<>();
    String key = picture.hash().value() + '/' + rendition.name();
    CompletableFuture<Stored> others = making.putIfAbsent(key, mine);
    if (others != null) {
      return await(others);
    }
    try {
      mine.complete(render(picture, rendition));
    } catch (IOException e) {
      mine.completeExceptionally(new Rejected(Reason.IMAGES_UNAVAILABLE));
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      making.remove(key);
    }
    return await(mine);
  }

  private static Stored await(CompletableFuture<Stored> making) {
    try {
      return making.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Rejected refused) {
        throw refused;
      }
      throw e;
    }
  }

  private Stored render(Picture picture, Rendition rendition) throws IOException {
    // Another thread may have created it since the first lookup.
    Optional<Stored> there = store.find(picture.hash(), rendition.name());
    if (there.isPresent()) {
      found.increment();
      return there.get();
    }
    Stored original =
        store
            .find(picture.hash(), ImageStore.ORIGINAL)
            .orElseThrow(() -> new Rejected(Reason.IMAGE_NOT_FOUND));
    try (ImageProcessor.Draft source = processor.draft()) {
      try (InputStream in = original.open(0)) {
        Files.copy(in, source.file(), StandardCopyOption.REPLACE_EXISTING);
      }
      try (ImageProcessor.Draft draft = processor.render(source.file(), picture, rendition)) {
        store.put(picture.hash(), rendition.name(), draft.file());
      }
    }
    made.increment();
    return store
        .find(picture.hash(), rendition.name())
        .orElseThrow(() -> new Rejected(Reason.IMAGE_NOT_FOUND));
  }
}
