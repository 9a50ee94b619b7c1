package info.powow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ImageId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageLimits;
import info.powow.domain.image.Picture;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import info.powow.images.ImageProcessor.Kept;
import info.powow.images.store.FileImageStore;
import info.powow.images.store.ImageStore;
import info.powow.images.store.ImageStore.Stored;
import info.powow.ops.Dependencies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenditionsIT {
  @TempDir private Path folder;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private ImageStore store;
  private Renditions renditions;
  private Picture picture;

  @BeforeEach
  void keepAPicture() throws Exception {
    store = new FileImageStore(folder.resolve("images"), Clock.systemUTC());
    ImageProcessor processor =
        new ImageProcessor(
            ImageLimits.DEFAULT,
            2,
            512L << 20,
            Duration.ofSeconds(60),
            folder.resolve("workshop"),
            Clock.systemUTC(),
            metrics,
            new Dependencies().observed("images"));
    renditions = new Renditions(store, processor, metrics);
    Path sent = Files.write(folder.resolve("sent"), Pictures.real("exif/Landscape_6.jpg"));
    try (Kept kept = processor.keep(sent)) {
      store.put(kept.hash(), ImageStore.ORIGINAL, kept.file());
      picture =
          new Picture(
              new ImageId("rose"),
              kept.hash(),
              kept.format(),
              kept.width(),
              kept.height(),
              kept.placeholder());
    }
  }

  private long decoded() {
    return metrics.get("powow.images.work").tag("what", "render").timer().count();
  }

  @Test
  void aHundredWhoAskAtOnceHaveItMadeOnce() throws Exception {
    Rendition wanted = new Rendition(320, Quality.MEDIUM, ImageFormat.WEBP);
    CountDownLatch all = new CountDownLatch(100);
    List<Future<byte[]>> answers = new ArrayList<>();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        answers.add(
            people.submit(() -> {
              all.countDown();
              all.await();
              return bytes(renditions.find(picture, wanted));
            }));
      }
    }
    byte[] first = answers.getFirst().get();
    assertThat(first).isNotEmpty();
    for (Future<byte[]> answer : answers) {
      assertThat(answer.get()).isEqualTo(first);
    }
    assertThat(decoded()).isEqualTo(1);
    renditions.find(picture, new Rendition(160, Quality.MEDIUM, ImageFormat.WEBP));
    assertThat(decoded()).as("another form is made for itself").isEqualTo(2);
  }

  @Test
  void allWhoWaitForOneThatCannotBeMadeAreToldSoAndTheNextTriesAgain() throws Exception {
    Rendition wanted = new Rendition(320, Quality.LOW, ImageFormat.JPEG);
    Picture gone =
        new Picture(
            new ImageId("gone"),
            new ContentHash("0".repeat(64)),
            picture.format(),
            picture.width(),
            picture.height(),
            picture.placeholder());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> renditions.find(gone, wanted))
          .isInstanceOfSatisfying(
              Rejected.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.IMAGE_NOT_FOUND));
    }
    Path original = folder.resolve("original");
    try (InputStream in = store.find(picture.hash(), ImageStore.ORIGINAL).orElseThrow().open(0)) {
      Files.copy(in, original);
    }
    store.put(gone.hash(), ImageStore.ORIGINAL, original);

    assertThat(renditions.find(gone, wanted).bytes()).isPositive();
  }

  private static byte[] bytes(Stored stored) throws Exception {
    try (InputStream in = stored.open(0)) {
      return in.readAllBytes();
    }
  }
}
