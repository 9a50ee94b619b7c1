package info.powow.eventlog.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event log: an append-only sequence of entries in one order without gaps, in which each entry
/// may also be the next one of a stream.
///
/// A single thread writes. It takes all waiting appends, checks that each continues its streams,
/// and writes the valid ones as one batch with one fsync. Only then are the appends complete and
/// the entries visible. So many appends share an fsync, and nothing is acknowledged or visible that
/// a power cut could take back. A second thread notifies callers and tails, so that their work does
/// not delay writing.
///
/// Thread-safe.
public final class EventLog implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(EventLog.class);
  private static final int STRIPES = 4_096;
  private static final long RECOVERY_INTERVAL_NANOS = 1_000_000_000L;
  private static final long SPACE_CHECK_BYTES = 4 << 20;
  private static final long HEAD_NOTED_EVERY_NANOS = 60_000_000_000L;
  private static final int LINGER_FOR = 2;
  private static final int PROBE_BYTES = 1 << 20;

  /// Appends that were written together.
  ///
  /// @param writtenAt the time of [System#nanoTime] when they were
  private record Group(List<Append> appends, long writtenAt) {}

  private final EventLogOptions options;
  private final EventLogObserver observer;
  private final PayloadSeal seal;
  private final FolderLock folderLock;
  private final EpochMarker epoch;
  private final Path storeFolder;
  private final NewestEntries newest;
  private final List<Tail> tails = new CopyOnWriteArrayList<>();
  private final List<Consumer<FailedAppend>> failureListeners = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Group> finished = new LinkedBlockingQueue<>();
  private final Thread writer;
  private final Thread publisher;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition somethingWaits = lock.newCondition();
  private final Condition someRoom = lock.newCondition();
  private final Condition ticketDone = lock.newCondition();
  // guarded by lock
  private final ArrayDeque<Append> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long tickets;
  private boolean writerIdle;
  private boolean closing;
  private int ticketWaiters;
  private @Nullable Append newestAppend;

  /// For each stripe of streams, the ticket of the latest append: readers of such a stream have to
  /// wait for it.
  private final AtomicLongArray latestTicket = new AtomicLongArray(STRIPES);

  private final Map<Fingerprint, Append> waitingKeys = new ConcurrentHashMap<>();

  private volatile long doneTickets;

  /// Callers and listeners were notified of appends up to this ticket.
  private volatile long toldTickets;

  private volatile long failedAppends;
  private volatile long head;
  private volatile Store store;
  private volatile @Nullable EventLogUnavailable failure;

  // accessed only by the publisher
  private long headNotedNanos = System.nanoTime();

  // accessed only by the writer
  private final Map<String, Long> lastSequences;
  private final BatchBytes batch = new BatchBytes();
  private long latestMillis;
  private long bytesSinceSpaceCheck;
  private long lastRecoveryNanos;
  private boolean storeBroken;
  private final ArrivalRate arrivals = new ArrivalRate(System.nanoTime());

  private EventLog(
      EventLogOptions options,
      EventLogObserver observer,
      PayloadSeal seal,
      FolderLock folderLock,
      EpochMarker epoch,
      Store store) {
    this.options = options;
    this.observer = observer;
    this.seal = seal;
    this.folderLock = folderLock;
    this.epoch = epoch;
    this.storeFolder = storeFolder(options);
    this.store = store;
    this.newest = new NewestEntries(options.tailEntries(), options.tailBytes());
    this.lastSequences =
        new LinkedHashMap<>(1_024, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > options.cachedStreams();
          }
        };
    this.head = store.lastIndex();
    this.latestMillis = store.latestMillis(head);
    this.bytesSinceSpaceCheck = SPACE_CHECK_BYTES;
    this.writer = Thread.ofPlatform().name("powow-log-writer").daemon().unstarted(this::write);
    this.publisher =
        Thread.ofPlatform().name("powow-log-publisher").daemon().unstarted(this::publish);
  }

  /// Opens the log in its folder, creating it if necessary. Discards an incomplete write at its
  /// end, which was never reported as durable.
  ///
  /// @param seal seals payloads on disk
  /// @throws EventLogInUse if another process has it open
  /// @throws EventLogTooNew if a newer version wrote it
  /// @throws EventLogTooOld if a version wrote it that sealed nothing
  /// @throws CorruptEventLog if the data on disk is not what was written
  public static EventLog open(
      EventLogOptions options, EventLogObserver observer, PayloadSeal seal) {
    Path folder = options.folder();
    try {
      Files.createDirectories(folder);
      FolderLock folderLock = FolderLock.take(folder);
      boolean opened = false;
      try {
        StagedRestore.apply(folder);
        boolean storeExists = Files.exists(storeFolder(options).resolve("CURRENT"));
        FormatMarker.check(folder, storeExists);
        KeysMarker.check(folder, storeExists, seal.keysId());
        EventLog log = open(options, observer, seal, folderLock, openStore(options));
        log.publisher.start();
        log.writer.start();
        opened = true;
        logger.info("Opened the event log in {} with {} entries", folder, log.head);
        return log;
      } finally {
        if (!opened) {
          folderLock.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The folder of the event log, " + folder + ", is not usable: " + e.getMessage(), e);
    }
  }

  private static EventLog open(
      EventLogOptions options,
      EventLogObserver observer,
      PayloadSeal seal,
      FolderLock folderLock,
      Store store)
      throws IOException {
    boolean opened = false;
    try {
      EpochMarker epoch = EpochMarker.open(options.folder(), store.lastIndex());
      EventLog log = new EventLog(options, observer, seal, folderLock, epoch, store);
      opened = true;
      return log;
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  /// Whether the log in this folder is open in some process.
  public static boolean isInUse(Path folder) throws IOException {
    try {
      FolderLock.take(folder).close();
      return false;
    } catch (EventLogInUse e) {
      return true;
    }
  }

  /// The process that opened the log in this folder last. Does not touch the lock.
  public static OptionalLong lastHolder(Path folder) throws IOException {
    return FolderLock.lastHolder(folder);
  }

  /// With payloads as they are, sealed or not: to copy a log, or to keep what is nobody's.
  public static EventLog open(EventLogOptions options) {
    return open(options, EventLogObserver.NONE, PayloadSeal.NONE);
  }

  private static Path storeFolder(EventLogOptions options) {
    return options.folder().resolve(StagedRestore.STORE);
  }

  private static Store openStore(EventLogOptions options) throws IOException {
    Path folder = storeFolder(options);
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

  /// Appends entries atomically, each as the next one of its stream. The order of calls is the
  /// order in the log. Returns at once, unless the queue is full. The future completes with the
  /// global index of the last entry when all are durable, or with a [StreamConflict] or an
  /// [EventLogUnavailable].
  ///
  /// Dependents of the future run on a thread of the log and delay other callers: they must be
  /// fast, or async.
  public CompletableFuture<Long> append(List<Entry> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("nothing to append");
    }
    return enqueue(Append.of(entries, seal));
  }

  /// Saves a snapshot of a stream, replacing the previous one. The sequence of the entry is that of
  /// the last entry included in the snapshot.
  public CompletableFuture<Long> saveSnapshot(Entry snapshot) {
    try {
      return enqueue(Append.ofSnapshot(snapshot, seal));
    } catch (EventLogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Long> enqueue(Append append) {
    lock.lock();
    try {
      while (!closing && waitingBytes > 0 && waitingBytes + append.bytes() > options.queueBytes()) {
        someRoom.awaitUninterruptibly();
      }
      if (closing) {
        return CompletableFuture.failedFuture(closedFailure());
      }
      tickets++;
      for (Append.Prepared prepared : append.entries()) {
        if (prepared.stream() != null) {
          latestTicket.set(stripe(prepared.stream()), tickets);
        }
        if (prepared.key() != null && !append.isSnapshot()) {
          waitingKeys.put(prepared.key(), append);
        }
      }
      waitingBytes += append.bytes();
      waiting.add(append);
      newestAppend = append;
      if (writerIdle) {
        writerIdle = false;
        somethingWaits.signal();
      }
      return append.done();
    } finally {
      lock.unlock();
    }
  }

  private EventLogUnavailable closedFailure() {
    return new EventLogUnavailable("The event log in " + options.folder() + " is closed");
  }

  private static int stripe(Fingerprint stream) {
    return (int) stream.low() & (STRIPES - 1);
  }

  // -------------------------------------------------------------------------------------------
  // reading

  /// Reads at most this many entries of one stream, starting with a sequence. Waits for earlier
  /// calls of [#append], and includes their entries if they succeed.
  public List<Logged> read(String stream, long from, int maxCount) {
    Fingerprint fingerprint = Fingerprint.ofStream(stream);
    awaitWritten(fingerprint);
    long known = head;
    Store open = store;
    long[] indexes = open.indexesOf(fingerprint, from, maxCount);
    // The store shows a batch slightly before the head does. Without this bound, a caller who reads
    // a stream and then continues from the head would see the end of that batch twice.
    int count = indexes.length;
    while (count > 0 && indexes[count - 1] > known) {
      count--;
    }
    // Recent entries are still in memory.
    int recent = count;
    while (recent > 0 && newest.at(indexes[recent - 1]) != null) {
      recent--;
    }
    List<Logged> logged = new ArrayList<>(count);
    if (recent > 0) {
      logged.addAll(opened(open.entriesAt(Arrays.copyOf(indexes, recent))));
    }
    for (int i = recent; i < count; i++) {
      Logged inMemory = newest.at(indexes[i]);
      logged.addAll(
          inMemory == null ? opened(open.entriesAt(new long[] {indexes[i]})) : List.of(inMemory));
    }
    return logged;
  }

  /// Like [#read], with payloads as they are on disk: sealed.
  public List<Logged> readStored(String stream, long from, int maxCount) {
    Fingerprint fingerprint = Fingerprint.ofStream(stream);
    awaitWritten(fingerprint);
    long known = head;
    Store open = store;
    long[] indexes = open.indexesOf(fingerprint, from, maxCount);
    int count = indexes.length;
    while (count > 0 && indexes[count - 1] > known) {
      count--;
    }
    return count == 0 ? List.of() : open.entriesAt(Arrays.copyOf(indexes, count));
  }

  /// The sequence of the last entry of a stream, under the same conditions as [#read].
  public OptionalLong lastSequence(String stream) {
    Fingerprint fingerprint = Fingerprint.ofStream(stream);
    awaitWritten(fingerprint);
    return store.lastSequence(fingerprint);
  }

  public Optional<Entry> snapshot(String stream) {
    Fingerprint fingerprint = Fingerprint.ofStream(stream);
    awaitWritten(fingerprint);
    return store.snapshot(fingerprint).flatMap(seal::openSnapshot);
  }

  /// The sequence of the entry that was appended to this stream under this key, however long ago.
  /// Waits for an append in progress.
  public OptionalLong positionOf(String stream, String key) {
    Fingerprint fingerprint = Fingerprint.ofKey(stream, seal.keyName(key));
    if (waitingKeys.containsKey(fingerprint)) {
      awaitWritten(Fingerprint.ofStream(stream));
    }
    return store.sequenceUnder(fingerprint);
  }

  /// The identity of this log, which distinguishes it from its state before a restore from a
  /// backup, and from other logs.
  public String epoch() {
    return epoch.epoch();
  }

  /// The global index of the newest durable entry; 0 if the log is empty.
  public long head() {
    return head;
  }

  /// Reads entries after a global index, within these limits, but at least one if there is one.
  public List<Logged> readAll(long after, int maxCount, long maxBytes) {
    return opened(readStored(after, maxCount, maxBytes));
  }

  /// Like [#readAll], with payloads as they are on disk: sealed.
  public List<Logged> readStored(long after, int maxCount, long maxBytes) {
    long known = head;
    if (after >= known) {
      return List.of();
    }
    return store.readAll(after, (int) Math.min(maxCount, known - after), maxBytes);
  }

  /// Entries from disk, with plain payloads.
  private List<Logged> opened(List<Logged> stored) {
    List<Logged> opened = new ArrayList<>(stored.size());
    for (Logged logged : stored) {
      opened.add(new Logged(logged.index(), seal.open(logged.entry())));
    }
    return opened;
  }

  /// Follows the log after a global index; 0 starts at the beginning.
  public Tail tail(long after) {
    Tail tail = new Tail(this, after);
    tails.add(tail);
    return tail;
  }

  void forget(Tail tail) {
    tails.remove(tail);
  }

  /// Drops the plain entries in memory. Followers and readers read the sealed ones from disk.
  public void forgetNewest() {
    newest.forget();
  }

  NewestEntries newest() {
    return newest;
  }

  /// The index before the first entry that is not older than this; the head if all are older.
  public long indexBefore(Instant at) {
    long millis = at.toEpochMilli();
    long end = head;
    long position = store.markBefore(millis, end);
    while (position < end) {
      for (Logged logged : readStored(position, Store.TIME_STRIDE, Long.MAX_VALUE)) {
        if (logged.entry().atMillis() >= millis) {
          return logged.index() - 1;
        }
        position = logged.index();
      }
    }
    return position;
  }

  private void awaitWritten(Fingerprint stream) {
    long ticket = latestTicket.get(stripe(stream));
    if (doneTickets >= ticket) {
      return;
    }
    lock.lock();
    try {
      ticketWaiters++;
      while (doneTickets < ticket) {
        ticketDone.awaitUninterruptibly();
      }
    } finally {
      ticketWaiters--;
      lock.unlock();
    }
  }

  // --------------------------------------------------------------------------------------------
  // state

  /// Registers a listener for appends that fail after they were accepted. Called before their
  /// futures complete.
  ///
  /// @return removes the listener; returns whether it was registered
  public BooleanSupplier onFailedAppend(Consumer<FailedAppend> listener) {
    failureListeners.add(listener);
    return () -> failureListeners.remove(listener);
  }

  /// Completes when everything appended before is durable or has failed, and listeners have been
  /// notified. Entries seen before may then be gone: [#failedAppends] tells.
  public CompletableFuture<Void> settled() {
    lock.lock();
    try {
      return newestAppend == null || toldTickets >= tickets
          ? CompletableFuture.completedFuture(null)
          : newestAppend.done().handle((_, _) -> null);
    } finally {
      lock.unlock();
    }
  }

  /// The number of failed appends so far.
  public long failedAppends() {
    return failedAppends;
  }

  /// Why appends currently fail; empty if they do not.
  public Optional<EventLogException> failure() {
    return Optional.ofNullable(failure);
  }

  /// Copies the current log into a new folder while appends continue. The copy has no epoch: when
  /// opened, it is a separate log.
  public void copyTo(Path target) {
    try {
      Files.createDirectories(target);
      store.checkpoint(target.resolve(StagedRestore.STORE));
      Files.copy(options.folder().resolve(FormatMarker.FILE), target.resolve(FormatMarker.FILE));
      Path keys = options.folder().resolve(KeysMarker.FILE);
      if (Files.exists(keys)) {
        Files.copy(keys, target.resolve(KeysMarker.FILE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The event log cannot be copied to " + target + ": " + e.getMessage(), e);
    }
  }

  /// The number of appends that wait for the writer.
  public int waitingAppends() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  public Path folder() {
    return options.folder();
  }

  /// Writes and completes pending appends, and closes the log.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      somethingWaits.signalAll();
      someRoom.signalAll();
    } finally {
      lock.unlock();
    }
    joinUninterruptibly(writer);
    joinUninterruptibly(publisher);
    for (Tail tail : tails) {
      tail.close();
    }
    store.close();
    epoch.note(head);
    try {
      folderLock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ------------------------------------------------------------------------------------------
  // writing

  private void write() {
    while (true) {
      List<Append> group = takeGroup();
      if (group.isEmpty()) {
        finished.add(new Group(List.of(), 0));
        return;
      }
      try {
        EventLogException obstacle = obstacle();
        if (obstacle == null) {
          write(group);
        } else {
          failAll(group, obstacle);
        }
      } catch (Throwable e) {
        // Whatever the failure, no caller may wait forever, and nothing may appear durable.
        failAll(group, storeFailed(e));
      }
      finish(group);
    }
  }

  /// Takes all waiting appends, up to the size of a batch. Empty if the log is closing and nothing
  /// is left.
  private List<Append> takeGroup() {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        if (closing) {
          return List.of();
        }
        writerIdle = true;
        somethingWaits.awaitUninterruptibly();
      }
      writerIdle = false;
      linger();
      List<Append> group = new ArrayList<>(waiting.size());
      long bytes = 0;
      Append next = waiting.peek();
      while (next != null && (group.isEmpty() || bytes + next.bytes() <= options.batchBytes())) {
        group.add(waiting.remove());
        bytes += next.bytes();
        next = waiting.peek();
      }
      waitingBytes -= bytes;
      arrivals.took(group.size(), System.nanoTime());
      someRoom.signalAll();
      return group;
    } finally {
      lock.unlock();
    }
  }

  /// Waits briefly for more appends if the rate is high, so that they share the fsync and the
  /// wake-ups. Does not wait for a lone append.
  private void linger() {
    if (arrivals.expectedIn(options.lingerNanos()) < LINGER_FOR) {
      return;
    }
    long left = options.lingerNanos();
    while (left > 0 && !closing && ticketWaiters == 0 && waitingBytes < options.batchBytes()) {
      try {
        left = somethingWaits.awaitNanos(left);
      } catch (InterruptedException e) {
        // The thread is private to the log, so nobody else interrupts it.
        return;
      }
    }
  }

  private void write(List<Append> group) throws RocksDBException {
    batch.clear();
    Store open = store;
    long index = head;
    List<Logged> logged = new ArrayList<>(group.size());
    for (Append append : group) {
      if (append.failure() != null) {
        continue;
      }
      if (append.isSnapshot()) {
        stageSnapshot(open, append);
      } else {
        index = stage(open, append, index, logged);
      }
    }
    if (batch.isEmpty()) {
      return;
    }
    byte[] bytes = batch.toArray();
    long start = System.nanoTime();
    try {
      open.write(bytes);
    } catch (RocksDBException e) {
      observer.writeFailed(System.nanoTime() - start);
      throw e;
    }
    observer.written(group.size(), logged.size(), bytes.length, System.nanoTime() - start);
    bytesSinceSpaceCheck += bytes.length;
    for (Logged entry : logged) {
      newest.add(entry);
    }
    head = index;
  }

  private long stage(Store open, Append append, long before, List<Logged> logged) {
    List<Append.Prepared> entries = append.entries();
    StreamConflict conflict = conflict(open, entries);
    if (conflict != null) {
      append.fail(conflict);
      return before;
    }
    long index = before;
    for (Append.Prepared prepared : entries) {
      index++;
      Entry entry = prepared.entry();
      byte[] indexBytes = Fingerprint.bytesOf(index);
      batch.put(open.entriesId(), indexBytes, prepared.encoded());
      if (prepared.stream() != null) {
        batch.put(open.streamsId(), prepared.stream().bytesWith(entry.sequence()), indexBytes);
        lastSequences.put(entry.stream(), entry.sequence());
      }
      if (prepared.key() != null) {
        batch.put(open.keysId(), prepared.key().bytes(), Fingerprint.bytesOf(entry.sequence()));
      }
      latestMillis = Math.max(latestMillis, entry.atMillis());
      if (index % Store.TIME_STRIDE == 0) {
        batch.put(open.timesId(), indexBytes, Fingerprint.bytesOf(latestMillis));
      }
      logged.add(new Logged(index, entry));
    }
    append.writtenUpTo(index);
    return index;
  }

  /// A snapshot must not be ahead of its stream: the append that it includes may have failed.
  private void stageSnapshot(Store open, Append append) {
    Append.Prepared prepared = append.entries().getFirst();
    Entry entry = prepared.entry();
    Fingerprint stream = Fingerprint.ofStream(entry.stream());
    Long last = lastSequences.get(entry.stream());
    boolean covered = last == null ? open.has(stream, entry.sequence()) : entry.sequence() <= last;
    if (covered) {
      batch.put(open.snapshotsId(), stream.bytes(), prepared.encoded());
    } else {
      append.fail(new StreamConflict(entry.stream(), entry.sequence(), next(open, entry, stream)));
    }
  }

  private @Nullable StreamConflict conflict(Store open, List<Append.Prepared> entries) {
    Map<String, Long> inThisAppend = entries.size() == 1 ? Map.of() : new HashMap<>();
    for (Append.Prepared prepared : entries) {
      Fingerprint stream = prepared.stream();
      if (stream == null) {
        continue;
      }
      Entry entry = prepared.entry();
      Long last = inThisAppend.get(entry.stream());
      if (last == null) {
        last = lastSequences.get(entry.stream());
      }
      boolean isNext =
          last == null
              ? (entry.sequence() == 0 || open.has(stream, entry.sequence() - 1))
                  && !open.has(stream, entry.sequence())
              : entry.sequence() == last + 1;
      if (!isNext) {
        return new StreamConflict(
            entry.stream(), entry.sequence(), last == null ? next(open, entry, stream) : last + 1);
      }
      if (entries.size() > 1) {
        inThisAppend.put(entry.stream(), entry.sequence());
      }
    }
    return null;
  }

  private long next(Store open, Entry entry, Fingerprint stream) {
    Long last = lastSequences.get(entry.stream());
    return last == null ? open.lastSequence(stream).orElse(-1) + 1 : last + 1;
  }

  private void finish(List<Append> group) {
    long writtenAt = System.nanoTime();
    for (Append append : group) {
      for (Append.Prepared prepared : append.entries()) {
        if (prepared.key() != null) {
          waitingKeys.remove(prepared.key(), append);
        }
      }
    }
    doneTickets = doneTickets + group.size();
    lock.lock();
    try {
      if (ticketWaiters > 0) {
        ticketDone.signalAll();
      }
    } finally {
      lock.unlock();
    }
    finished.add(new Group(group, writtenAt));
  }

  // ------------------------------------------------------------------------------------------
  // failing

  private static void failAll(List<Append> group, EventLogException cause) {
    for (Append append : group) {
      append.fail(cause);
    }
  }

  private EventLogUnavailable storeFailed(Throwable cause) {
    storeBroken = true;
    lastSequences.clear();
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
  private @Nullable EventLogException obstacle() {
    if (storeBroken) {
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
      latestMillis = reopened.latestMillis(last);
      bytesSinceSpaceCheck = SPACE_CHECK_BYTES;
      head = last;
      storeBroken = false;
      failure = null;
      logger.info(
          "The event log in {} is writable again, from entry {}", options.folder(), last + 1);
      return null;
    } catch (IOException | EventLogException e) {
      return failedBecause(e);
    }
  }

  private void probeDisk() throws IOException {
    Path probe = storeFolder.resolveSibling("probe");
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

  // ---------------------------------------------------------------------------------------
  // publishing

  private void publish() {
    while (true) {
      Group group;
      try {
        group = finished.take();
      } catch (InterruptedException e) {
        // The thread is private to the log, and ends when the writer has ended.
        continue;
      }
      if (group.appends().isEmpty()) {
        return;
      }
      for (Tail tail : tails) {
        guarded(tail::wake);
      }
      for (Append append : group.appends()) {
        tell(append, group.writtenAt());
      }
      toldTickets = toldTickets + group.appends().size();
      noteHead();
    }
  }

  private void noteHead() {
    long now = System.nanoTime();
    if (now - headNotedNanos >= HEAD_NOTED_EVERY_NANOS) {
      headNotedNanos = now;
      epoch.note(head);
    }
  }

  private void tell(Append append, long writtenAt) {
    EventLogException cause = append.failure();
    if (cause == null) {
      observer.appended(append.nanosSinceHandedOver());
      if (!append.isSnapshot()) {
        tellDurable(append, writtenAt);
      }
    } else {
      observer.failed(cause);
      if (!append.isSnapshot()) {
        FailedAppend failed = new FailedAppend(append.streams(), cause);
        for (Consumer<FailedAppend> listener : failureListeners) {
          guarded(() -> listener.accept(failed));
        }
        failedAppends = failedAppends + 1;
      }
    }
    guarded(append::complete);
  }

  private void tellDurable(Append append, long writtenAt) {
    long index = append.firstIndex();
    List<Append.Prepared> entries = append.entries();
    for (int i = 0; i < entries.size(); i++) {
      observer.durable(
          index + i,
          entries.get(i).entry(),
          append.begunAtNanos(),
          append.queuedAtNanos(),
          writtenAt);
    }
  }

  private static void guarded(Runnable foreign) {
    try {
      foreign.run();
    } catch (RuntimeException e) {
      logger.error("A callback after an append failed", e);
    }
  }
}
