package info.powow.eventlog.transparency;

import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.engine.Tail;
import info.powow.tlog.Checkpoint;
import info.powow.tlog.DamagedTiles;
import info.powow.tlog.NoteSignature;
import info.powow.tlog.SignedNote;
import info.powow.tlog.SigningKey;
import info.powow.tlog.TileFolder;
import info.powow.tlog.TilePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the tree of an event log to its folder, and signs it. For one thread; [#tiles] may be read
/// by any.
final class LogTree implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(LogTree.class);
  private static final int BATCH = 4_096;
  private static final long WRITTEN_BACK_NANOS = 300_000_000_000L;

  private final EventLog log;
  private final EventLeaves leaves;
  private final List<SigningKey> keys;
  private final Clock clock;
  private final TileFolder tiles;
  private final Tail tail;
  private long marked;
  private long markedNanos = System.nanoTime();

  private LogTree(
      EventLog log,
      EventLeaves leaves,
      List<SigningKey> keys,
      Clock clock,
      TileFolder tiles,
      Tail tail) {
    this.log = log;
    this.leaves = leaves;
    this.keys = keys;
    this.clock = clock;
    this.tiles = tiles;
    this.tail = tail;
  }

  /// Opens the tree at its newest checkpoint. Tiles that are damaged are made anew from the log.
  ///
  /// @param anew makes all tiles anew, and so compares the whole log with the newest checkpoint
  /// @throws LogDiffersFromCheckpoint if the log is not the one that the checkpoint was signed for
  static LogTree open(
      EventLog log,
      EventLeaves leaves,
      List<SigningKey> keys,
      Clock clock,
      Path folder,
      boolean anew)
      throws IOException {
    TileFolder tiles = anew ? null : openTiles(folder);
    if (tiles == null || !matchesNewest(log, leaves, tiles)) {
      logger.info("The tiles of the transparency log in {} are made anew", folder);
      tiles = derive(log, leaves, folder);
    }
    return new LogTree(log, leaves, keys, clock, tiles, log.tail(tiles.size()));
  }

  private static @Nullable TileFolder openTiles(Path folder) throws IOException {
    try {
      return TileFolder.open(folder);
    } catch (DamagedTiles e) {
      logger.warn("The tiles of the transparency log are damaged: {}", e.getMessage());
      return null;
    }
  }

  private static TileFolder derive(EventLog log, EventLeaves leaves, Path folder)
      throws IOException {
    Optional<SignedNote> signed = TileFolder.checkpointIn(folder);
    TileFolder tiles = TileFolder.openAnew(folder);
    if (signed.isEmpty()) {
      return tiles;
    }
    Checkpoint checkpoint = Checkpoint.parse(signed.get().text());
    requireSize(log, checkpoint.size());
    try (Tail tail = log.tail(0)) {
      while (tiles.size() < checkpoint.size()) {
        append(
            tail.pollStored((int) Math.min(BATCH, checkpoint.size() - tiles.size())),
            leaves,
            tiles);
      }
    }
    if (!tiles.root().equals(checkpoint.root())) {
      throw new LogDiffersFromCheckpoint(
          "The event log has another root at entry "
              + checkpoint.size()
              + " than the signed checkpoint in "
              + folder
              + ".");
    }
    tiles.publish(signed.get());
    return tiles;
  }

  private static void requireSize(EventLog log, long signed) {
    if (signed > log.head()) {
      throw new LogDiffersFromCheckpoint(
          "The event log ends at entry " + log.head() + ", but " + signed + " were signed.");
    }
  }

  /// Compares the newest entries with the tiles: those whose tiles may not have been on the disk when
  /// the machine lost power. So it notices a log that was replaced as well.
  private static boolean matchesNewest(EventLog log, EventLeaves leaves, TileFolder tiles)
      throws IOException {
    long size = tiles.publishedSize();
    requireSize(log, size);
    long bundle = tiles.settled() / TilePath.WIDTH;
    if (bundle > 0 && bundle * TilePath.WIDTH == size) {
      bundle--;
    }
    try (Tail tail = log.tail(bundle * TilePath.WIDTH)) {
      for (; bundle * TilePath.WIDTH < size; bundle++) {
        int width = TilePath.widthIn(size, 0, bundle);
        List<byte[]> derived = new ArrayList<>(width);
        while (derived.size() < width) {
          for (Logged logged : tail.pollStored(width - derived.size())) {
            derived.add(leaves.of(logged).encode());
          }
        }
        if (!tiles.matches(bundle, derived)) {
          return false;
        }
      }
    }
    return true;
  }

  /// Waits until there are entries that are not in the tree yet.
  void await(long millis) throws InterruptedException {
    boolean unused = tail.await(millis, TimeUnit.MILLISECONDS);
  }

  /// Takes in what is in the log by now, and signs the tree if it has grown.
  ///
  /// @param enough is asked after each batch: whether it is time to sign
  /// @return whether the tree has grown
  boolean grow(BooleanSupplier enough) throws IOException {
    boolean more = true;
    while (more) {
      List<Logged> next = tail.pollStored(BATCH);
      append(next, leaves, tiles);
      more = !next.isEmpty() && !enough.getAsBoolean();
    }
    if (tiles.size() == tiles.publishedSize() && tiles.published().isPresent()) {
      return false;
    }
    tiles.publish(sign());
    settle();
    return true;
  }

  /// The system writes files back within a minute, if nobody asks for it.
  private void settle() throws IOException {
    long now = System.nanoTime();
    if (now - markedNanos >= WRITTEN_BACK_NANOS) {
      if (marked > 0) {
        tiles.settle(marked);
      }
      marked = tiles.publishedSize();
      markedNanos = now;
    }
  }

  private static void append(List<Logged> entries, EventLeaves leaves, TileFolder tiles)
      throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    List<byte[]> encoded = new ArrayList<>(entries.size());
    for (Logged logged : entries) {
      encoded.add(leaves.of(logged).encode());
    }
    tiles.append(encoded);
  }

  private SignedNote sign() {
    String origin = keys.getFirst().verifier().name();
    String text = new Checkpoint(origin, tiles.size(), tiles.root()).text();
    List<NoteSignature> signatures = new ArrayList<>();
    for (SigningKey key : keys) {
      signatures.add(key.sign(text, clock.instant()));
    }
    return new SignedNote(text, signatures);
  }

  TileFolder tiles() {
    return tiles;
  }

  /// How many entries of the log are not signed yet.
  long behind() {
    return Math.max(0, log.head() - tiles.publishedSize());
  }

  @Override
  public void close() {
    tail.close();
  }
}
