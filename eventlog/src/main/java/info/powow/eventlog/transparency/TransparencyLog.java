package info.powow.eventlog.transparency;

import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogException;
import info.powow.eventlog.seal.Sealing;
import info.powow.tlog.ManifestNote;
import info.powow.tlog.Proofs;
import info.powow.tlog.SignedNote;
import info.powow.tlog.SigningKey;
import info.powow.tlog.TileFolder;
import info.powow.tlog.TileNodes;
import info.powow.tlog.TilePath;
import info.powow.tlog.TreeHash;
import info.powow.tlog.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the event log on a thread of its own, off the path of messages, and serves the signed
/// tree. A checkpoint comes at most once in an interval, and only if there is something new.
///
/// Thread-safe.
public final class TransparencyLog implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(TransparencyLog.class);
  private static final long WAIT_MILLIS = 60_000;
  private static final long MAX_PAUSE_MILLIS = 30_000;

  private final EventLog log;
  private final EventLeaves leaves;
  private final List<SigningKey> keys;
  private final Path folder;
  private final Duration interval;
  private final Clock clock;
  private final Thread thread;
  private volatile boolean anew;
  private volatile boolean closed;
  private volatile @Nullable LogTree tree;
  private volatile @Nullable Exception failure;

  /// @param keys named after the origin of the log; the first signs with Ed25519
  /// @param folder of this origin
  /// @param anew whether all tiles are made anew at first ([LogTree#open])
  public TransparencyLog(
      EventLog log,
      Sealing sealing,
      List<SigningKey> keys,
      Path folder,
      Duration interval,
      boolean anew,
      Clock clock) {
    this.log = log;
    this.leaves = new EventLeaves(sealing);
    this.keys = List.copyOf(keys);
    this.folder = folder;
    this.interval = interval;
    this.anew = anew;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("powow-transparency").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    long pause = 1_000;
    while (!closed) {
      try (LogTree opened = LogTree.open(log, leaves, keys, clock, folder, anew)) {
        anew = false;
        tree = opened;
        failure = null;
        while (!closed) {
          follow(opened);
          pause = 1_000;
        }
      } catch (InterruptedException e) {
        return;
      } catch (LogDiffersFromCheckpoint e) {
        tree = null;
        failure = e;
        logger.error("{}", e.getMessage());
        return;
      } catch (IOException | UncheckedIOException | EventLogException e) {
        if (closed) {
          return;
        }
        if (failure == null) {
          logger.warn("The transparency log cannot be written, and tries again: {}", e.toString());
        }
        failure = e;
        try {
          Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
          return;
        }
        pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
      }
    }
  }

  private void follow(LogTree opened) throws IOException, InterruptedException {
    long began = System.nanoTime();
    boolean grown = opened.grow(() -> System.nanoTime() - began >= interval.toNanos() || closed);
    if (grown) {
      long left = interval.toNanos() - (System.nanoTime() - began);
      if (left > 0) {
        Thread.sleep(Duration.ofNanos(left));
      }
    } else {
      opened.await(WAIT_MILLIS);
    }
  }

  /// The newest signed checkpoint; empty before the first, and while there is none to trust.
  public Optional<SignedNote> checkpoint() {
    return Optional.ofNullable(tree).flatMap(each -> each.tiles().published());
  }

  /// Reads a tile or a bundle of leaves of the signed tree.
  ///
  /// @throws NoSuchFileException if the signed tree does not have it
  public byte[] read(TilePath tile) throws IOException {
    return tiles().read(tile);
  }

  private TileFolder tiles() throws NoSuchFileException {
    LogTree known = tree;
    if (known == null) {
      throw new NoSuchFileException("there is no signed tree");
    }
    return known.tiles();
  }

  /// Proves that an event is in the signed tree of this size.
  ///
  /// @param index of the event in the log, from 1
  /// @throws IllegalArgumentException if the signed tree is smaller
  public List<TreeHash> inclusion(long index, long size) throws IOException {
    return Proofs.inclusion(index - 1, size, nodes(size));
  }

  /// Proves that the signed tree of one size continues that of a smaller one.
  ///
  /// @throws IllegalArgumentException if the signed tree is smaller
  public List<TreeHash> consistency(long oldSize, long size) throws IOException {
    return Proofs.consistency(oldSize, size, nodes(size));
  }

  /// For many proofs of one size: remembers tiles. For one thread.
  public TileNodes nodes(long size) throws IOException {
    TileFolder tiles = tiles();
    if (size > tiles.publishedSize()) {
      throw new IllegalArgumentException(
          "the signed tree has " + tiles.publishedSize() + " leaves");
    }
    return new TileNodes(size, tiles);
  }

  /// Signs, with Ed25519, that this server made a bundle with this manifest.
  ///
  /// @param manifest SHA-256 of the manifest
  public SignedNote sign(TreeHash manifest) {
    SigningKey key = keys.getFirst();
    String text = new ManifestNote(key.verifier().name(), manifest).text();
    return new SignedNote(text, List.of(key.sign(text, clock.instant())));
  }

  /// The keys that sign checkpoints, with Ed25519 first.
  public List<VerifierKey> keys() {
    return keys.stream().map(SigningKey::verifier).toList();
  }

  /// How many entries of the event log are not signed yet.
  public long behind() {
    LogTree known = tree;
    return known == null ? log.head() : known.behind();
  }

  /// Why nothing is signed at present; empty if it is. [LogDiffersFromCheckpoint] if the event log is not the
  /// one that was signed.
  public Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
