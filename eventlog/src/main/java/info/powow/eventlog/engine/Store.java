package info.powow.eventlog.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.LongStream;
import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HashLinkedListMemTableConfig;
import org.rocksdb.HashSkipListMemTableConfig;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The RocksDB database of the log.
///
/// | column family | key | value |
/// | --- | --- | --- |
/// | `entries` | global index | [Entry] |
/// | `streams` | fingerprint of the stream, sequence number | global index |
/// | `snapshots` | fingerprint of the stream | [Entry] |
/// | `keys` | fingerprint of stream and key | sequence number |
/// | `times` | global index, every [#TIME_STRIDE]th | latest time of any entry up to it |
///
/// Numbers are big-endian, so that their order is that of the keys. Closing waits for reads in
/// progress, so that freed native memory is never accessed.
final class Store implements AutoCloseable {
  static final int TIME_STRIDE = 1_024;

  private static final int BLOOM_BITS_PER_KEY = 10;
  private static final int RECYCLED_LOGS = 2;
  private static final long BYTES_PER_BUCKET = 128;
  private static final long MIB = 1 << 20;

  private final Path folder;
  private final List<AbstractImmutableNativeReference> owned = new ArrayList<>();
  private final StampedLock gate = new StampedLock();
  private final RocksDB db;
  private final ColumnFamilyHandle entries;
  private final ColumnFamilyHandle streams;
  private final ColumnFamilyHandle snapshots;
  private final ColumnFamilyHandle keys;
  private final ColumnFamilyHandle times;
  private final WriteOptions durably;
  private final ReadOptions point;
  private final ReadOptions oneStream;
  private final ReadOptions scan;
  private boolean closed;

  /// @throws CorruptEventLog if the data cannot be trusted
  Store(Path folder, EventLogOptions options) throws IOException, RocksDBException {
    RocksDB.loadLibrary();
    this.folder = folder;
    Files.createDirectories(folder);
    boolean opened = false;
    try {
      LRUCache cache = own(new LRUCache(options.blockCacheBytes()));
      DBOptions dbOptions = own(new DBOptions());
      dbOptions
          .setCreateIfMissing(true)
          .setCreateMissingColumnFamilies(true)
          .setParanoidChecks(true)
          // Discards an incomplete write at the end of the log. WalCheck ensures that it is the
          // end.
          .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
          .setRecycleLogFileNum(RECYCLED_LOGS)
          .setMaxTotalWalSize(2 * options.memtableBytes())
          .setDbWriteBufferSize(options.memtableBytes())
          // There is only one writer.
          .setAllowConcurrentMemtableWrite(false)
          .setEnableWriteThreadAdaptiveYield(false)
          .setMaxBackgroundJobs(2)
          .setBytesPerSync(MIB)
          .setMaxOpenFiles(1_000)
          .setStatsDumpPeriodSec(0)
          .setStatsPersistPeriodSec(0)
          .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
          .setMaxLogFileSize(4 * MIB)
          .setKeepLogFileNum(3);
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      List<ColumnFamilyDescriptor> families =
          List.of(
              family("default", cache, Keys.IN_ORDER, MIB),
              family("entries", cache, Keys.IN_ORDER, options.memtableBytes() / 2),
              family("streams", cache, Keys.MANY_A_FINGERPRINT, options.memtableBytes() / 4),
              family("snapshots", cache, Keys.ONE_A_FINGERPRINT, options.memtableBytes() / 8),
              family("keys", cache, Keys.ONE_A_FINGERPRINT, options.memtableBytes() / 4),
              family("times", cache, Keys.IN_ORDER, MIB));
      this.db = RocksDB.open(dbOptions, folder.toString(), families, handles);
      opened = true;
      this.entries = handles.get(1);
      this.streams = handles.get(2);
      this.snapshots = handles.get(3);
      this.keys = handles.get(4);
      this.times = handles.get(5);
      this.durably = own(new WriteOptions().setSync(true));
      this.point = own(new ReadOptions());
      this.oneStream = own(new ReadOptions().setPrefixSameAsStart(true));
      this.scan = own(new ReadOptions().setFillCache(false).setReadaheadSize(2 * MIB));
    } finally {
      if (!opened) {
        closeOwned();
      }
    }
  }

  private <T extends AbstractImmutableNativeReference> T own(T nativeObject) {
    owned.add(nativeObject);
    return nativeObject;
  }

  private enum Keys {
    IN_ORDER,
    MANY_A_FINGERPRINT,
    ONE_A_FINGERPRINT
  }

  private ColumnFamilyDescriptor family(
      String name, LRUCache cache, Keys keysAre, long memtableBytes) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(keysAre == Keys.IN_ORDER ? 16 << 10 : 4 << 10)
            .setFormatVersion(6)
            .setIndexType(IndexType.kBinarySearch)
            // Indexes and filters count against the cache, which bounds memory.
            .setCacheIndexAndFilterBlocks(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setPinL0FilterAndIndexBlocksInCache(true);
    ColumnFamilyOptions options =
        own(new ColumnFamilyOptions())
            .setWriteBufferSize(memtableBytes)
            .setMaxWriteBufferNumber(3)
            .setLevelCompactionDynamicLevelBytes(true)
            .setTargetFileSizeBase(32 * MIB)
            .setMaxBytesForLevelBase(128 * MIB)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
    if (keysAre != Keys.IN_ORDER) {
      // Most lookups are for absent keys.
      table.setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY)));
      // Fingerprints arrive in random order. Each insertion into a skip list would traverse cold
      // memory from top to bottom, which was half the cost of an append. In return, there is no
      // order across fingerprints, and no reverse iteration within one.
      long buckets = memtableBytes / BYTES_PER_BUCKET;
      options
          .useFixedLengthPrefixExtractor(Fingerprint.BYTES)
          .setMemTableConfig(
              keysAre == Keys.MANY_A_FINGERPRINT
                  ? new HashSkipListMemTableConfig().setBucketCount(buckets)
                  : new HashLinkedListMemTableConfig().setBucketCount(buckets));
    }
    return new ColumnFamilyDescriptor(
        name.getBytes(StandardCharsets.UTF_8), options.setTableFormatConfig(table));
  }

  int entriesId() {
    return entries.getID();
  }

  int streamsId() {
    return streams.getID();
  }

  int snapshotsId() {
    return snapshots.getID();
  }

  int keysId() {
    return keys.getID();
  }

  int timesId() {
    return times.getID();
  }

  /// Writes a batch atomically, and returns when it is on disk.
  void write(byte[] batch) throws RocksDBException {
    try (WriteBatch writeBatch = new WriteBatch(batch)) {
      db.write(durably, writeBatch);
    }
  }

  /// Copies the store into a new folder: immutable files are linked if possible, others are copied.
  /// The copy contains everything that was durable before.
  void checkpoint(Path target) {
    long stamp = gate.readLock();
    try {
      if (closed) {
        throw new EventLogUnavailable("The event log in " + folder + " is closed");
      }
      try (Checkpoint checkpoint = Checkpoint.create(db)) {
        checkpoint.createCheckpoint(target.toString());
      }
    } catch (RocksDBException e) {
      throw new EventLogUnavailable(
          "The event log in " + folder + " cannot be copied: " + e.getMessage(), e);
    } finally {
      gate.unlockRead(stamp);
    }
  }

  long lastIndex() {
    return read(() -> {
      try (RocksIterator newest = db.newIterator(entries, point)) {
        newest.seekToLast();
        if (!newest.isValid()) {
          newest.status();
          return 0L;
        }
        return Fingerprint.number(newest.key(), 0);
      }
    });
  }

  /// The latest time of any entry, in milliseconds, with which [#times] continues.
  long latestMillis(long lastIndex) {
    long stride = lastIndex / TIME_STRIDE * TIME_STRIDE;
    long latest =
        stride == 0
            ? Long.MIN_VALUE
            : read(() -> {
              byte[] found = db.get(times, point, Fingerprint.bytesOf(stride));
              if (found == null) {
                throw new CorruptEventLog(
                    "The event log in " + folder + " misses the time mark at " + stride);
              }
              return Fingerprint.number(found, 0);
            });
    List<Logged> rest = readAll(stride, TIME_STRIDE, Long.MAX_VALUE);
    for (Logged logged : rest) {
      latest = Math.max(latest, logged.entry().atMillis());
    }
    return latest;
  }

  /// The last time mark before this time, as an index: all entries up to it are older.
  long markBefore(long millis, long lastIndex) {
    long low = 0;
    long high = lastIndex / TIME_STRIDE;
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      long latest =
          read(() -> {
            byte[] found = db.get(times, point, Fingerprint.bytesOf(middle * TIME_STRIDE));
            if (found == null) {
              throw new CorruptEventLog(
                  "The event log in "
                      + folder
                      + " misses the time mark at "
                      + middle * TIME_STRIDE);
            }
            return Fingerprint.number(found, 0);
          });
      if (latest < millis) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low * TIME_STRIDE;
  }

  boolean has(Fingerprint stream, long sequence) {
    return read(() -> db.get(streams, point, stream.bytesWith(sequence)) != null);
  }

  /// Binary search, because a stream has no gaps and its index cannot be read backwards.
  OptionalLong lastSequence(Fingerprint stream) {
    if (!has(stream, 0)) {
      return OptionalLong.empty();
    }
    long present = 0;
    long absent = 1;
    while (has(stream, absent)) {
      present = absent;
      absent *= 2;
    }
    while (absent - present > 1) {
      long middle = (present + absent) >>> 1;
      if (has(stream, middle)) {
        present = middle;
      } else {
        absent = middle;
      }
    }
    return OptionalLong.of(present);
  }

  OptionalLong sequenceUnder(Fingerprint key) {
    byte[] found = read(() -> Optional.ofNullable(db.get(keys, point, key.bytes()))).orElse(null);
    return found == null ? OptionalLong.empty() : OptionalLong.of(Fingerprint.number(found, 0));
  }

  Optional<Entry> snapshot(Fingerprint stream) {
    return read(() -> Optional.ofNullable(db.get(snapshots, point, stream.bytes())))
        .map(Entry::decode);
  }

  /// The global indexes of entries of one stream, starting with a sequence, in order.
  long[] indexesOf(Fingerprint stream, long from, int maxCount) {
    return read(() -> {
      LongStream.Builder indexes = LongStream.builder();
      try (RocksIterator places = db.newIterator(streams, oneStream)) {
        places.seek(stream.bytesWith(from));
        for (int i = 0; i < maxCount && places.isValid(); i++) {
          byte[] key = places.key();
          if (!isOf(stream, key)) {
            break;
          }
          long sequence = Fingerprint.number(key, Fingerprint.BYTES);
          if (sequence != from + i) {
            throw new CorruptEventLog(
                "A stream in " + folder + " goes from " + (from + i - 1) + " to " + sequence);
          }
          indexes.add(Fingerprint.number(places.value(), 0));
          places.next();
        }
        places.status();
      }
      return indexes.build().toArray();
    });
  }

  /// The entries at these global indexes.
  List<Logged> entriesAt(long[] indexes) {
    List<byte[]> entryKeys = new ArrayList<>(indexes.length);
    for (long index : indexes) {
      entryKeys.add(Fingerprint.bytesOf(index));
    }
    return read(() -> {
      List<byte[]> found =
          db.multiGetAsList(point, Collections.nCopies(indexes.length, entries), entryKeys);
      List<Logged> logged = new ArrayList<>(indexes.length);
      for (int i = 0; i < indexes.length; i++) {
        byte[] stored = found.get(i);
        if (stored == null) {
          throw new CorruptEventLog("The event log in " + folder + " misses entry " + indexes[i]);
        }
        logged.add(new Logged(indexes[i], Entry.decode(stored)));
      }
      return logged;
    });
  }

  /// Entries after a global index, in order, within these limits, but at least one if there is one.
  List<Logged> readAll(long after, int maxCount, long maxBytes) {
    return read(() -> {
      List<Logged> logged = new ArrayList<>(Math.min(maxCount, 1_024));
      ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES);
      long bytes = 0;
      try (RocksIterator all = db.newIterator(entries, scan)) {
        all.seek(Fingerprint.bytesOf(after + 1));
        long expected = after + 1;
        while (all.isValid() && logged.size() < maxCount && bytes < maxBytes) {
          key.clear();
          all.key(key);
          long index = key.getLong(0);
          if (index != expected) {
            throw new CorruptEventLog(
                "The event log in "
                    + folder
                    + " goes from entry "
                    + (expected - 1)
                    + " to "
                    + index
                    + ". Restore it from a backup.");
          }
          expected++;
          byte[] stored = all.value();
          bytes += stored.length;
          logged.add(new Logged(index, Entry.decode(stored)));
          all.next();
        }
        all.status();
      }
      return logged;
    });
  }

  private static boolean isOf(Fingerprint stream, byte[] key) {
    return Fingerprint.number(key, 0) == stream.high()
        && Fingerprint.number(key, 8) == stream.low();
  }

  private interface Read<T> {
    T run() throws RocksDBException;
  }

  private <T> T read(Read<T> work) {
    long stamp = gate.readLock();
    try {
      if (closed) {
        throw new EventLogUnavailable("The event log in " + folder + " is closed");
      }
      return work.run();
    } catch (RocksDBException e) {
      if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption) {
        throw new CorruptEventLog(
            "The event log in " + folder + " is damaged: " + e.getMessage(), e);
      }
      throw new EventLogUnavailable(
          "The event log in " + folder + " cannot be read: " + e.getMessage(), e);
    } finally {
      gate.unlockRead(stamp);
    }
  }

  @Override
  public void close() {
    long stamp = gate.writeLock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      entries.close();
      streams.close();
      snapshots.close();
      keys.close();
      times.close();
      db.close();
      closeOwned();
    } finally {
      gate.unlockWrite(stamp);
    }
  }

  private void closeOwned() {
    for (AbstractImmutableNativeReference nativeObject : owned.reversed()) {
      nativeObject.close();
    }
  }
}
