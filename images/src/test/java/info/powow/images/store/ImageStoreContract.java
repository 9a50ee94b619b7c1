package info.powow.images.store;

import static info.powow.images.store.ImageStore.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import info.powow.domain.image.ContentHash;
import info.powow.images.store.ImageStore.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract of every picture store.
abstract class ImageStoreContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /// More than fits into two chunks of GridFS.
  private static final int LARGE = 700_000;

  private final Random random = new Random();

  @TempDir private Path folder;
  private final TurnedClock clock = new TurnedClock();
  private ImageStore store;

  abstract ImageStore open(Clock clock) throws IOException;

  /// Creates the remains of a process that ended at that time while it stored a file for the second
  /// time.
  abstract void endWhilePutting(ContentHash hash, String name, Instant at) throws IOException;

  /// The number of partial files.
  abstract long unfinished() throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    store = open(clock);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static final class TurnedClock extends Clock {
    private volatile Instant now = NOON;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private ContentHash hash() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new ContentHash(HexFormat.of().formatHex(bytes));
  }

  private byte[] content(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private void put(ContentHash hash, String name, byte[] content) throws IOException {
    Path file = Files.createTempFile(folder, "content", "");
    Files.write(file, content);
    store.put(hash, name, file);
    Files.delete(file);
  }

  private byte[] read(ContentHash hash, String name, long from) throws IOException {
    try (InputStream in = store.find(hash, name).orElseThrow().open(from)) {
      return in.readAllBytes();
    }
  }

  private List<Entry> entries(ContentHash hash) throws IOException {
    List<Entry> entries = new ArrayList<>();
    store.each(entry -> {
      if (entry.hash().equals(hash)) {
        entries.add(entry);
      }
    });
    return entries;
  }

  @Test
  void whatIsPutIsFoundByteForByte() throws IOException {
    ContentHash hash = hash();
    for (int length : new int[] {0, 1, 255 << 10, (255 << 10) + 1, LARGE}) {
      String name = length + "-low.webp";
      byte[] content = content(length);
      put(hash, name, content);

      assertThat(store.find(hash, name).orElseThrow().bytes()).isEqualTo(length);
      assertThat(read(hash, name, 0)).isEqualTo(content);
    }
  }

  @Test
  void readingBeginsAnywhere() throws IOException {
    ContentHash hash = hash();
    byte[] content = content(LARGE);
    put(hash, ORIGINAL, content);

    for (int from : new int[] {1, (255 << 10) - 1, 255 << 10, LARGE - 1, LARGE}) {
      byte[] tail = new byte[LARGE - from];
      System.arraycopy(content, from, tail, 0, tail.length);
      assertThat(read(hash, ORIGINAL, from)).isEqualTo(tail);
    }
  }

  @Test
  void whatWasNotPutIsNotFound() throws IOException {
    ContentHash hash = hash();
    put(hash, ORIGINAL, content(10));

    assertThat(store.find(hash(), ORIGINAL)).isEmpty();
    assertThat(store.find(hash, "320-low.webp")).isEmpty();
  }

  @Test
  void puttingAgainChangesNothingButTheTime() throws IOException {
    ContentHash hash = hash();
    byte[] first = content(10);
    put(hash, ORIGINAL, first);
    clock.now = NOON.plusSeconds(60);
    put(hash, ORIGINAL, content(20));

    assertThat(read(hash, ORIGINAL, 0)).isEqualTo(first);
    assertThat(entries(hash)).hasSize(1);
    assertThat(entries(hash).getFirst().storedAt())
        .isCloseTo(clock.now, within(1, ChronoUnit.SECONDS));
  }

  @Test
  void everyFileIsVisited() throws IOException {
    ContentHash hash = hash();
    put(hash, ORIGINAL, content(10));
    put(hash, "320-low.webp", content(5));

    assertThat(entries(hash))
        .extracting(Entry::name, Entry::bytes)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(ORIGINAL, 10L),
            org.assertj.core.groups.Tuple.tuple("320-low.webp", 5L));
  }

  @Test
  void aRenditionIsDeletedAlone() throws IOException {
    ContentHash hash = hash();
    put(hash, ORIGINAL, content(10));
    put(hash, "320-low.webp", content(5));
    store.delete(hash, "320-low.webp");
    store.delete(hash, "640-low.webp");

    assertThat(store.find(hash, "320-low.webp")).isEmpty();
    assertThat(store.find(hash, ORIGINAL)).isPresent();
  }

  @Test
  void aPictureIsDeletedWithAllItsRenditions() throws IOException {
    ContentHash hash = hash();
    ContentHash other = hash();
    put(hash, ORIGINAL, content(LARGE));
    put(hash, "320-low.webp", content(5));
    put(other, ORIGINAL, content(10));

    assertThat(store.deleteAll(hash, NOON.plusSeconds(2))).isTrue();
    assertThat(entries(hash)).isEmpty();
    assertThat(store.find(hash, ORIGINAL)).isEmpty();
    assertThat(store.find(other, ORIGINAL)).isPresent();
    assertThat(store.deleteAll(hash, NOON.plusSeconds(2))).isFalse();
  }

  @Test
  void whatIsPutAgainIsNotDeleted() throws IOException {
    ContentHash hash = hash();
    put(hash, ORIGINAL, content(10));
    Instant decided = NOON.plus(Duration.ofMinutes(5));
    clock.now = decided.plusSeconds(1);
    put(hash, ORIGINAL, content(10));

    assertThat(store.deleteAll(hash, decided)).isFalse();
    assertThat(store.find(hash, ORIGINAL)).isPresent();
  }

  @Test
  void aPictureThatWasDeletedCanBePutAgain() throws IOException {
    ContentHash hash = hash();
    put(hash, ORIGINAL, content(10));
    store.deleteAll(hash, NOON.plusSeconds(2));
    byte[] again = content(30);
    put(hash, ORIGINAL, again);

    assertThat(read(hash, ORIGINAL, 0)).isEqualTo(again);
  }

  @Test
  void whatAProcessLeftHalfPutIsClearedWhenNobodyCanStillBePuttingIt() throws IOException {
    ContentHash hash = hash();
    byte[] content = content(LARGE);
    put(hash, ORIGINAL, content);
    endWhilePutting(hash, ORIGINAL, NOON);
    endWhilePutting(hash(), ORIGINAL, NOON);
    Instant later = NOON.plus(StaleTempFiles.ABANDONED).plusSeconds(2);
    endWhilePutting(hash, ORIGINAL, later);
    clock.now = later;

    assertThat(store.clearAbandoned()).isEqualTo(2);
    assertThat(unfinished()).isEqualTo(1);
    assertThat(store.clearAbandoned()).isZero();
    assertThat(read(hash, ORIGINAL, 0)).isEqualTo(content);
  }

  @Test
  void manyWhoPutTheSameAtOnceLeaveItWhole() throws Exception {
    ContentHash hash = hash();
    byte[] content = content(LARGE);
    List<Callable<Boolean>> puts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      puts.add(() -> {
        put(hash, ORIGINAL, content);
        return true;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> put : threads.invokeAll(puts)) {
        put.get();
      }
    }

    assertThat(read(hash, ORIGINAL, 0)).isEqualTo(content);
    assertThat(entries(hash)).hasSize(1);
  }

  @Test
  void whatIsPutWhileItIsDeletedIsWholeOrNotThere() throws Exception {
    ContentHash hash = hash();
    byte[] content = content(LARGE);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 50; i++) {
        put(hash, ORIGINAL, content);
        CyclicBarrier together = new CyclicBarrier(2);
        Future<Boolean> deleting =
            threads.submit(() -> {
              together.await();
              return store.deleteAll(hash, NOON.plusSeconds(1));
            });
        Future<Boolean> putting =
            threads.submit(() -> {
              together.await();
              put(hash, ORIGINAL, content);
              return true;
            });
        deleting.get();
        putting.get();

        if (store.find(hash, ORIGINAL).isPresent()) {
          assertThat(read(hash, ORIGINAL, 0)).isEqualTo(content);
        }
      }
    }
  }
}
