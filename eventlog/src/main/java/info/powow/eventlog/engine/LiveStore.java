package info.powow.eventlog.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store of a log, kept open through failures of the disk: how far it is durable, why it cannot
/// be written now, and how it becomes writable again.
///
/// Any thread may read. Only the writer calls [#obstacle], [#written] and [#failed].
final class LiveStore {
  private static final Logger logger = LoggerFactory.getLogger(LiveStore.class);
  private static final long RECOVERY_INTERVAL_NANOS = 1_000_000_000L;
  private static final long SPACE_CHECK_BYTES = 4 << 20;
  private static final int PROBE_BYTES = 1 << 20;

  private final EventLogOptions options;
  private volatile Store store;
  private volatile long head;
  private volatile @Nullable EventLogUnavailable failure;

  // accessed only by the writer
  private long bytesSinceSpaceCheck = SPACE_CHECK_BYTES;
  private long lastRecoveryNanos;
  private boolean broken;

  private LiveStore(EventLogOptions options, Store store) {
    this.options = options;
    this.store = store;
    this.head = store.lastIndex();
  }

  /// @throws CorruptEventLog if the data on disk is not what was written
  static LiveStore open(EventLogOptions options) throws IOException {
    return new LiveStore(options, openStore(options));
  }

  static Path folder(EventLogOptions options) {
    return options.folder().resolve(StagedRestore.STORE);
  }

  private static Store openStore(EventLogOptions options) throws IOException {
    Path folder = folder(options);
    WalCheck.check(folder);
    try {
      return new Store(folder, options);
    } catch (RocksDBException e) {
      throw new CorruptEventLog(
          "The event log in "
              + options.folder()
              + " cannot be opened: "
              + e.getMessage()
              + ". Nothing was changed; restore the folder from a backup as a whole.",
          e);
    }
  }

  Store store() {
    return store;
  }

  /// The global index of the newest durable entry; 0 if there is none.
  long head() {
    return head;
  }

  /// Why nothing can be written now; null if it can.
  @Nullable EventLogUnavailable failure() {
    return failure;
  }

  /// A batch is durable.
  void written(int bytes, long newHead) {
    bytesSinceSpaceCheck += bytes;
    head = newHead;
  }

  /// A batch could not be written. Nothing more is written until the store has been reopened.
  EventLogUnavailable failed(Throwable cause) {
    broken = true;
    lastRecoveryNanos = System.nanoTime();
    logger.error("The event log in {} cannot write; appends are refused", options.folder(), cause);
    return failedBecause(cause);
  }

  private EventLogUnavailable failedBecause(Throwable cause) {
    EventLogUnavailable because =
        new EventLogUnavailable(
            "The event log in " + options.folder() + " cannot write: " + cause.getMessage(), cause);
    failure = because;
    return because;
  }

  /// Returns what prevents writing, after trying to recover from it.
  @Nullable EventLogException obstacle() {
    if (broken) {
      EventLogUnavailable notYet = recover();
      if (notYet != null) {
        return notYet;
      }
    }
    return spaceObstacle();
  }

  private @Nullable EventLogException spaceObstacle() {
    EventLogUnavailable before = failure;
    if (options.reservedDiskBytes() == 0
        || (before == null && bytesSinceSpaceCheck < SPACE_CHECK_BYTES)) {
      return null;
    }
    bytesSinceSpaceCheck = 0;
    long usable = options.folder().toFile().getUsableSpace();
    if (usable >= options.reservedDiskBytes()) {
      if (before != null) {
        logger.info("The disk of the event log in {} has free space again", options.folder());
        failure = null;
      }
      return null;
    }
    EventLogUnavailable full =
        new EventLogUnavailable(
            "The disk of the event log in "
                + options.folder()
                + " is full: "
                + usable
                + " bytes are free, "
                + options.reservedDiskBytes()
                + " are kept in reserve. Free some space; appends then continue automatically.");
    if (before == null) {
      logger.error("{}", full.getMessage());
    }
    failure = full;
    return full;
  }

  /// After a failed write, RocksDB's memory may differ from the disk. So the store is reopened, and
  /// the disk is authoritative. Attempted on an append, at most once a second.
  private @Nullable EventLogUnavailable recover() {
    long now = System.nanoTime();
    EventLogUnavailable before = failure;
    if (before != null && now - lastRecoveryNanos < RECOVERY_INTERVAL_NANOS) {
      return before;
    }
    lastRecoveryNanos = now;
    try {
      probeDisk();
      store.close();
      Store reopened = openStore(options);
      long last = reopened.lastIndex();
      if (last < head) {
        reopened.close();
        throw new CorruptEventLog(
            "The event log in "
                + options.folder()
                + " ends at entry "
                + last
                + " after it was opened again, but "
                + head
                + " was written. Restore it from a backup.");
      }
      store = reopened;
      bytesSinceSpaceCheck = SPACE_CHECK_BYTES;
      head = last;
      broken = false;
      failure = null;
      logger.info(
          "The event log in {} is writable again, from entry {}", options.folder(), last + 1);
      return null;
    } catch (IOException | EventLogException e) {
      return failedBecause(e);
    }
  }

  private void probeDisk() throws IOException {
    Path probe = folder(options).resolveSibling("probe");
    try (FileChannel channel =
        FileChannel.open(
            probe,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  void close() {
    store.close();
  }
}
