package info.powow.analytics.columns;

import info.powow.analytics.duckdb.DuckDbChild;
import info.powow.analytics.duckdb.Outcome;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.identity.InstallationSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log and keeps the tables up to date, on a separate thread that nothing waits for.
///
/// Rows go to the tail. They become a segment when there are many, when the first one has waited
/// for a while, or when a query needs them. Only the manifest says how far the tables go. So after
/// a crash, the sink reads the rest again: no row is lost or duplicated.
public final class ColumnSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ColumnSink.class);
  private static final int BATCH = 1_000;
  private static final long MOST_ROWS = 200_000;
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final EventSource log;
  private final Path folder;
  private final DuckDbChild child;
  private final InstallationSecret secret;
  private final String schema;
  private final Duration interval;
  private final ConcurrentLinkedQueue<Wish> wishes = new ConcurrentLinkedQueue<>();

  /// The files that are being read, each once per reader.
  private final List<Path> reading = new ArrayList<>();

  private volatile @Nullable ColumnFiles files;
  private volatile boolean running;
  private @Nullable Thread thread;

  /// A reader waits until the tables reach an index.
  private record Wish(long index, CompletableFuture<Manifest> fulfilled) {}

  /// @param folder for the segments
  /// @param schema [info.powow.analytics.table.Schema#fingerprint]
  /// @param interval how long a row waits for its segment if no query needs it
  public ColumnSink(
      EventSource log,
      Path folder,
      DuckDbChild child,
      InstallationSecret secret,
      String schema,
      Duration interval) {
    this.log = log;
    this.folder = folder.toAbsolutePath().normalize();
    this.child = child;
    this.secret = secret;
    this.schema = schema;
    this.interval = interval;
  }

  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("powow-columns").daemon().start(this::run);
  }

  /// The folder of the segments.
  public Path folder() {
    return folder;
  }

  /// The current segments; null before the start.
  public @Nullable Manifest manifest() {
    ColumnFiles open = files;
    return open == null ? null : open.manifest();
  }

  /// Waits until the tables contain everything that is in the log now.
  ///
  /// @return the segments, as they are then or at the timeout
  private @Nullable Manifest fresh(Duration timeout) throws InterruptedException {
    CompletableFuture<Manifest> fulfilled = new CompletableFuture<>();
    Wish wish = new Wish(log.head(), fulfilled);
    wishes.add(wish);
    try {
      return fulfilled.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      wishes.remove(wish);
      return manifest();
    }
  }

  /// The tables for one reader. While it is open, none of its files is deleted.
  ///
  /// @param manifest null before the start
  public record Reading(@Nullable Manifest manifest, Runnable done) implements AutoCloseable {
    @Override
    public void close() {
      done.run();
    }
  }

  /// Waits, up to a timeout, until the tables contain everything that is in the log now. Then keeps
  /// their files until the reading is closed.
  public Reading read(Duration timeout) throws InterruptedException {
    Manifest unused = fresh(timeout);
    synchronized (reading) {
      // Must be read inside the lock: files are deleted only after their manifest was replaced.
      Manifest manifest = manifest();
      if (manifest == null) {
        return new Reading(null, () -> {});
      }
      List<Path> kept = List.copyOf(manifest.files(folder));
      reading.addAll(kept);
      return new Reading(
          manifest,
          () -> {
            synchronized (reading) {
              kept.forEach(reading::remove);
            }
          });
    }
  }

  private void run() {
    while (running) {
      try {
        follow();
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        // The log or the disk is unavailable. What is not in the manifest is read again.
        LOG.warn("the tables for analysts are delayed: {}", e.getClass().getName());
        try {
          Thread.sleep(AGAIN);
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private void follow() throws IOException, InterruptedException {
    String epoch = log.epoch();
    long head = log.head();
    ColumnFiles open = ColumnFiles.open(folder, child, schema, epoch == null ? "" : epoch, head);
    files = open;
    try (Tail tail = new Tail(folder.resolve("tail"), new Pseudonyms(secret));
        EventSource.Cursor cursor = log.openAfter(open.manifest().reached())) {
      tail.begin(open.manifest().reached());
      while (running) {
        List<LoggedEvent> events = cursor.poll(BATCH);
        for (LoggedEvent event : events) {
          tail.add(event);
        }
        step(open, tail);
        if (events.isEmpty()) {
          if (!epochIs(open.manifest().epoch())) {
            return;
          }
          cursor.await(IDLE);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// An empty log has no epoch yet. Once it has one, the tables are started again.
  private boolean epochIs(String known) {
    String epoch = log.epoch();
    return (epoch == null ? "" : epoch).equals(known);
  }

  private void step(ColumnFiles open, Tail tail) throws IOException {
    boolean wanted = wishes.stream().anyMatch(wish -> wish.index() <= tail.to());
    boolean due =
        !tail.isEmpty() && (wanted || tail.size() >= MOST_ROWS || tail.age() > interval.toNanos());
    if (due) {
      Outcome failed = open.append(tail);
      if (failed == null) {
        tail.begin(tail.to());
        while (open.merge()) {
          LOG.debug("small segments were merged");
        }
        deleteStrays(open);
      } else if (child.unsupported() != null) {
        // They will never be read.
        running = false;
      } else {
        throw new IOException("a segment was not written: " + failed.failure());
      }
    }
    fulfil(open);
  }

  private void fulfil(ColumnFiles open) {
    Manifest manifest = open.manifest();
    for (Wish wish : new ArrayList<>(wishes)) {
      if (wish.index() <= manifest.reached()) {
        wishes.remove(wish);
        wish.fulfilled().complete(manifest);
      }
    }
  }

  private void deleteStrays(ColumnFiles open) throws IOException {
    synchronized (reading) {
      open.deleteStrays(Set.copyOf(reading));
    }
  }

  @Override
  public void close() {
    running = false;
    Thread following = thread;
    if (following != null) {
      following.interrupt();
      try {
        following.join(AGAIN.multipliedBy(3));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    child.close();
  }
}
