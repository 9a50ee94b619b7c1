package info.powow.projection.embedded;

import info.powow.eventlog.keys.SecretFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.Env;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksMemEnv;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The RocksDB database of the embedded views.
///
/// | key | value |
/// | --- | --- |
/// | 0, `f` | the version of this format, and the revision of the documents |
/// | 0, `n` | the number of the newest collection |
/// | 0, `p` | changed by each [#purge] |
/// | 0, `c`, database, 0, collection | the number of the collection |
/// | 0, `i`, number of the collection, name of an index | the number of the index |
/// | number of the collection, 0, `_id` | the document |
/// | number of the collection, number of the index, values, `_id` | the second key of the document |
///
/// Numbers of collections have four bytes and are never used again, those of indexes have one byte.
/// [KeyOrder] encodes values.
///
/// Nothing is forced to disk. After a crash of the process, everything is there; after one of the
/// machine, everything up to some command. All reads and writes of one command are a transaction.
final class DocumentStore implements AutoCloseable {
  static final int DOCUMENTS = 0;

  private static final Logger LOG = LoggerFactory.getLogger(DocumentStore.class);

  private static final byte[] META = {0, 0, 0, 0};
  private static final byte[] FORMAT = meta('f');
  private static final byte[] NEWEST = meta('n');
  private static final byte[] PURGED = meta('p');
  private static final int VERSION = 1;

  private static final long MIB = 1 << 20;
  private static final long CACHE_BYTES = 32 * MIB;
  private static final long MEMTABLE_BYTES = 16 * MIB;
  private static final long ALL_MEMTABLES_BYTES = 32 * MIB;
  private static final int BLOOM_BITS_PER_KEY = 10;
  private static final int MOST_INDEXES = 127;

  /// Each change makes a new manifest. It contains the first and last key of each file, and an older
  /// one those of files that are gone.
  private static final long MANIFEST_BYTES = 1;

  private static final Pattern WITH_DATA = Pattern.compile("\\d+\\.(sst|log)|MANIFEST-\\d+");
  private static final Duration GONE_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private final @Nullable Path folder;
  private final byte[] format;
  private final List<AbstractImmutableNativeReference> owned = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock purging = new ReentrantLock();
  private final Options options;
  private final WriteOptions buffered;
  private final ReadOptions reads;
  private final CompactRangeOptions everything;
  private final WriteBatchWithIndex batch;
  private RocksDB db;

  /// Those of the current command. The library does not close every stream.
  private final Set<Scan> openScans = new HashSet<>();

  private int depth;
  private boolean dirty;

  /// Whether the database in [#db] may be used.
  private boolean open;

  private volatile boolean broken;
  private volatile boolean closed;

  /// @param folder in memory if null
  private DocumentStore(@Nullable Path folder, String revision) throws RocksDBException {
    RocksDB.loadLibrary();
    this.folder = folder;
    this.format = utf8(VERSION + "/" + revision);
    boolean usable = false;
    @Nullable RocksDB opened = null;
    try {
      LRUCache cache = own(new LRUCache(CACHE_BYTES));
      BlockBasedTableConfig table =
          new BlockBasedTableConfig()
              .setBlockCache(cache)
              .setBlockSize(8 << 10)
              .setFormatVersion(6)
              .setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY)))
              // Indexes and filters count against the cache, which bounds memory.
              .setCacheIndexAndFilterBlocks(true)
              .setCacheIndexAndFilterBlocksWithHighPriority(true)
              .setPinL0FilterAndIndexBlocksInCache(true);
      this.options =
          own(new Options())
              .setCreateIfMissing(true)
              .setParanoidChecks(true)
              .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
              .setMaxTotalWalSize(2 * ALL_MEMTABLES_BYTES)
              .setDbWriteBufferSize(ALL_MEMTABLES_BYTES)
              .setWriteBufferSize(MEMTABLE_BYTES)
              .setMaxWriteBufferNumber(3)
              // There is only one writer.
              .setAllowConcurrentMemtableWrite(false)
              .setEnableWriteThreadAdaptiveYield(false)
              .setMaxBackgroundJobs(2)
              .setBytesPerSync(MIB)
              .setWalBytesPerSync(MIB)
              .setMaxOpenFiles(1_000)
              .setMaxManifestFileSize(MANIFEST_BYTES)
              .setStatsDumpPeriodSec(0)
              .setStatsPersistPeriodSec(0)
              .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
              .setMaxLogFileSize(4 * MIB)
              .setKeepLogFileNum(3)
              .setLevelCompactionDynamicLevelBytes(true)
              .setTargetFileSizeBase(16 * MIB)
              .setMaxBytesForLevelBase(64 * MIB)
              .setCompressionType(CompressionType.LZ4_COMPRESSION)
              .setTableFormatConfig(table);
      if (folder == null) {
        options.setEnv(own(new RocksMemEnv(Env.getDefault())));
      }
      this.buffered = own(new WriteOptions().setSync(false));
      this.reads = own(new ReadOptions());
      this.everything =
          own(new CompactRangeOptions())
              .setExclusiveManualCompaction(false)
              // A compaction can be cancelled only if this was set before it began.
              .setCanceled(false)
              .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce);
      this.batch = own(new WriteBatchWithIndex(true));
      RocksDB first = openDb();
      opened = first;
      this.db = first;
      this.open = true;
      requireFormat();
      usable = true;
    } finally {
      if (!usable) {
        if (opened != null) {
          opened.close();
        }
        closeOwned();
      }
    }
  }

  /// Opens the store in a folder. If it is unreadable, or of another version or revision, it is
  /// deleted, and an empty one is created: everything in it can be made again.
  ///
  /// @param revision of what the documents contain
  /// @throws IOException if the folder cannot be used, or another process uses it
  static DocumentStore in(Path folder, String revision) throws IOException {
    SecretFiles.createFolder(folder);
    try {
      try {
        return new DocumentStore(folder, revision);
      } catch (RocksDBException e) {
        if (!isUnreadable(e)) {
          throw e;
        }
        LOG.warn(
            "The views in {} are deleted, and made again from the log: {}", folder, e.getMessage());
        delete(folder);
        return new DocumentStore(folder, revision);
      }
    } catch (RocksDBException e) {
      throw new IOException("The views in " + folder + " cannot be opened", e);
    }
  }

  /// Other failures say nothing about what is stored, such as a full disk or the lock of another
  /// process.
  private static boolean isUnreadable(RocksDBException e) {
    Status status = e.getStatus();
    if (status == null) {
      return true;
    }
    return switch (status.getCode()) {
      case Corruption, InvalidArgument, NotSupported, NotFound -> true;
      case IOError -> String.valueOf(status.getState()).contains("No such file");
      default -> false;
    };
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.isDirectory(file)) {
          delete(file);
        }
        Files.delete(file);
      }
    }
  }

  /// Creates an empty store that is gone when it is closed.
  static DocumentStore inMemory() {
    try {
      return new DocumentStore(null, "");
    } catch (RocksDBException e) {
      throw new IllegalStateException("a store in memory cannot be opened", e);
    }
  }

  private RocksDB openDb() throws RocksDBException {
    return RocksDB.open(options, folder == null ? "/views" : folder.toString());
  }

  private void requireFormat() throws RocksDBException {
    byte[] stored = db.get(FORMAT);
    if (Arrays.equals(stored, format)) {
      return;
    }
    if (stored == null && isEmpty()) {
      db.put(buffered, FORMAT, format);
      return;
    }
    throw new RocksDBException("another version of Powow has made them");
  }

  private boolean isEmpty() {
    try (RocksIterator all = db.newIterator()) {
      all.seekToFirst();
      return !all.isValid();
    }
  }

  private <T extends AbstractImmutableNativeReference> T own(T nativeObject) {
    owned.add(nativeObject);
    return nativeObject;
  }

  private void closeOwned() {
    Collections.reverse(owned);
    owned.forEach(AbstractImmutableNativeReference::close);
    owned.clear();
  }

  // ------------------------------------------------------------------------------------------
  // transactions

  /// Runs a command. What it writes is written at once when it ends, also if it fails: the
  /// caller's state in memory has changed then too.
  <T> T run(Supplier<T> command) {
    lock.lock();
    try {
      if (closed) {
        throw new StoreFailure("the store is closed");
      }
      depth++;
      try {
        return command.get();
      } finally {
        depth--;
        if (depth == 0) {
          openScans.forEach(Scan::close);
          openScans.clear();
          commit();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void commit() {
    if (!dirty) {
      return;
    }
    dirty = false;
    try {
      opened().write(buffered, batch);
    } catch (RocksDBException e) {
      if (!broken) {
        broken = true;
        LOG.warn("The store of the views cannot be written: {}", reason(e));
      }
      throw new StoreFailure(e);
    } finally {
      batch.clear();
    }
  }

  /// Without the text of a corruption, which may quote keys.
  private static String reason(RocksDBException e) {
    Status status = e.getStatus();
    if (status == null) {
      return e.getClass().getSimpleName();
    }
    return status.getCode() == Status.Code.Corruption
        ? status.getCode().name()
        : status.getCode() + " " + status.getState();
  }

  /// Whether a write has failed. Nothing may be read or written until [#reopen] has succeeded.
  boolean isBroken() {
    return broken;
  }

  /// Opens the store again, in the state that is on disk, within a command. If that fails, the store
  /// stays broken, and a later command may try again.
  void reopen() {
    lock.lock();
    try {
      if (closed) {
        throw new StoreFailure("the store is closed");
      }
      // A purge takes the other lock within this one, and may take long.
      if (!purging.tryLock()) {
        everything.setCanceled(true);
        throw new StoreFailure("the files of the views are being rewritten");
      }
      try {
        broken = true;
        if (open) {
          open = false;
          db.close();
        }
        db = openDb();
        open = true;
        broken = false;
      } catch (RocksDBException e) {
        throw new StoreFailure(e);
      } finally {
        purging.unlock();
      }
    } finally {
      lock.unlock();
    }
  }

  /// A closed database must not be used: that ends the process.
  private RocksDB opened() {
    if (!open) {
      throw new StoreFailure("the store of the views cannot be written");
    }
    return db;
  }

  byte @Nullable [] get(byte[] key) {
    try {
      return dirty ? batch.getFromBatchAndDB(opened(), reads, key) : opened().get(reads, key);
    } catch (RocksDBException e) {
      throw new StoreFailure(e);
    }
  }

  void put(byte[] key, byte[] value) {
    try {
      batch.put(key, value);
      dirty = true;
    } catch (RocksDBException e) {
      throw new StoreFailure(e);
    }
  }

  void delete(byte[] key) {
    try {
      batch.delete(key);
      dirty = true;
    } catch (RocksDBException e) {
      throw new StoreFailure(e);
    }
  }

  /// Deletes all keys with a prefix. The same command must not read them any more.
  private void deleteAll(byte[] prefix) {
    try {
      batch.getWriteBatch().deleteRange(prefix, KeyOrder.after(prefix));
      dirty = true;
    } catch (RocksDBException e) {
      throw new StoreFailure(e);
    }
  }

  record Entry(byte[] key, byte[] value) {}

  /// The entries in the order of their keys. Valid until the command ends.
  ///
  /// @param to exclusive
  Stream<Entry> scan(byte[] from, byte[] to) {
    return scan(new Scan(from, to, false));
  }

  Stream<Entry> scan(byte[] prefix) {
    return scan(prefix, KeyOrder.after(prefix));
  }

  /// The entries in the opposite order of their keys. Valid until the command ends.
  ///
  /// @param to exclusive
  Stream<Entry> scanBackwards(byte[] from, byte[] to) {
    return scan(new Scan(from, to, true));
  }

  private Stream<Entry> scan(Scan scan) {
    openScans.add(scan);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(scan, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(() -> {
          openScans.remove(scan);
          scan.close();
        });
  }

  private final class Scan implements Iterator<Entry> {
    private final boolean isBackwards;
    private final byte[] from;
    private final Slice start;
    private final Slice end;
    private final ReadOptions bounded;
    private final RocksIterator entries;

    Scan(byte[] from, byte[] to, boolean isBackwards) {
      this.isBackwards = isBackwards;
      this.from = from;
      start = new Slice(from);
      end = new Slice(to);
      bounded = new ReadOptions().setIterateLowerBound(start).setIterateUpperBound(end);
      RocksIterator stored = opened().newIterator(bounded);
      entries = dirty ? batch.newIteratorWithBase(stored, bounded) : stored;
      if (isBackwards) {
        entries.seekForPrev(to);
        if (entries.isValid() && Arrays.equals(entries.key(), to)) {
          entries.prev();
        }
      } else {
        entries.seek(from);
      }
    }

    @Override
    public boolean hasNext() {
      if (entries.isValid()) {
        // The lower bound does not apply to what the command itself has written.
        return !isBackwards || Arrays.compareUnsigned(entries.key(), from) >= 0;
      }
      try {
        entries.status();
        return false;
      } catch (RocksDBException e) {
        throw new StoreFailure(e);
      }
    }

    @Override
    public Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Entry entry = new Entry(entries.key(), entries.value());
      if (isBackwards) {
        entries.prev();
      } else {
        entries.next();
      }
      return entry;
    }

    void close() {
      entries.close();
      bounded.close();
      start.close();
      end.close();
    }
  }

  // ------------------------------------------------------------------------------------------
  // collections

  private static byte[] meta(char kind, byte[]... parts) {
    byte[] key = Arrays.copyOf(META, META.length + 1);
    key[META.length] = (byte) kind;
    for (byte[] part : parts) {
      int length = key.length;
      key = Arrays.copyOf(key, length + part.length);
      System.arraycopy(part, 0, key, length, part.length);
    }
    return key;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  /// The databases that have collections.
  Set<String> databases() {
    byte[] prefix = meta('c');
    Set<String> names = new TreeSet<>();
    try (Stream<Entry> all = scan(prefix)) {
      all.forEach(entry -> {
        String name =
            new String(
                entry.key(),
                prefix.length,
                entry.key().length - prefix.length,
                StandardCharsets.UTF_8);
        names.add(name.substring(0, name.indexOf('\0')));
      });
    }
    return names;
  }

  private static byte[] collectionKey(String database, String collection) {
    return meta('c', utf8(database + '\0' + collection));
  }

  /// The bytes with which all keys of a collection begin. Creates it if it does not exist.
  byte[] collection(String database, String collection) {
    byte[] key = collectionKey(database, collection);
    byte[] known = get(key);
    if (known != null) {
      return known;
    }
    byte[] newest = get(NEWEST);
    byte[] next = number(newest == null ? 1 : ByteBuffer.wrap(newest).getInt() + 1);
    put(NEWEST, next);
    put(key, next);
    return next;
  }

  void dropCollection(String database, String collection) {
    byte[] key = collectionKey(database, collection);
    byte[] number = get(key);
    if (number != null) {
      delete(key);
      deleteAll(meta('i', number));
      deleteAll(number);
    }
  }

  /// The bytes with which all keys of an index begin. Creates it if it does not exist.
  byte[] index(byte[] collection, String name) {
    byte[] key = meta('i', collection, utf8(name));
    byte[] known = get(key);
    if (known == null) {
      boolean[] used = new boolean[MOST_INDEXES + 1];
      try (Stream<Entry> all = scan(meta('i', collection))) {
        all.forEach(entry -> used[entry.value()[0]] = true);
      }
      int free = DOCUMENTS + 1;
      while (used[free]) {
        free++;
      }
      known = new byte[] {(byte) free};
      put(key, known);
    }
    byte[] prefix = Arrays.copyOf(collection, collection.length + 1);
    prefix[collection.length] = known[0];
    return prefix;
  }

  void dropIndex(byte[] collection, String name) {
    deleteAll(index(collection, name));
    delete(meta('i', collection, utf8(name)));
  }

  // ------------------------------------------------------------------------------------------
  // files

  /// Rewrites all files, so that nothing remains in them that was deleted or replaced before this
  /// call. Commands go on meanwhile.
  ///
  /// @throws StoreFailure if an old file is still there
  void purge() {
    purging.lock();
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      // Makes the write-ahead log, the manifest and at least one table differ from those before.
      run(() -> {
        if (broken) {
          throw new StoreFailure("the store of the views cannot be written");
        }
        everything.setCanceled(false);
        put(PURGED, number((int) System.nanoTime()));
        return true;
      });
      Set<Path> before = files();
      db.flush(flush);
      db.compactRange(db.getDefaultColumnFamily(), null, null, everything);
      requireGone(before);
    } catch (RocksDBException | IOException e) {
      throw new StoreFailure(e);
    } finally {
      purging.unlock();
    }
  }

  /// The files with documents and keys.
  private Set<Path> files() throws IOException {
    if (folder == null) {
      return Set.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> WITH_DATA.matcher(file.getFileName().toString()).matches())
          .collect(Collectors.toSet());
    }
  }

  /// RocksDB deletes files in threads of its own.
  private void requireGone(Set<Path> before) {
    long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
    while (before.stream().anyMatch(Files::exists)) {
      if (closed || System.nanoTime() > deadline) {
        throw new StoreFailure("files of the views were not deleted");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      everything.setCanceled(true);
    } finally {
      lock.unlock();
    }
    purging.lock();
    try {
      if (open) {
        db.close();
      }
      closeOwned();
    } finally {
      purging.unlock();
    }
  }
}
