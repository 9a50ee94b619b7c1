package info.powow.eventlog.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
  private static final long HEAD_NOTED_EVERY_NANOS = 60_000_000_000L;

  private final EventLogOptions options;
  private final PayloadSeal seal;
  private final FolderLock folderLock;
  private final EpochMarker epoch;
  private final LiveStore live;
  private final NewestEntries newest;
  private final AppendQueue queue;
  private final Writer writer;
  private final Publisher publisher;

  // accessed only by the publisher
  private long headNotedNanos = System.nanoTime();

  private EventLog(
      EventLogOptions options,
      EventLogObserver observer,
      PayloadSeal seal,
      FolderLock folderLock,
      EpochMarker epoch,
      LiveStore live) {
    this.options = options;
    this.seal = seal;
    this.folderLock = folderLock;
    this.epoch = epoch;
    this.live = live;
    this.newest = new NewestEntries(options.tailEntries(), options.tailBytes());
    this.queue = new AppendQueue(options);
    this.publisher = new Publisher(observer, this::noteHead);
    this.writer = new Writer(options, queue, live, newest, publisher, observer);
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
        boolean storeExists = Files.exists(LiveStore.folder(options).resolve("CURRENT"));
        FormatMarker.check(folder, storeExists);
        KeysMarker.check(folder, storeExists, seal.keysId());
        EventLog log = open(options, observer, seal, folderLock, LiveStore.open(options));
        log.publisher.thread().start();
        log.writer.thread().start();
        opened = true;
        logger.info("Opened the event log in {} with {} entries", folder, log.head());
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
      LiveStore live)
      throws IOException {
    boolean opened = false;
    try {
      EpochMarker epoch = EpochMarker.open(options.folder(), live.head());
      EventLog log = new EventLog(options, observer, seal, folderLock, epoch, live);
      opened = true;
      return log;
    } finally {
      if (!opened) {
        live.close();
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
    return queue.add(append)
        ? append.done()
        : CompletableFuture.failedFuture(
            new EventLogUnavailable("The event log in " + options.folder() + " is closed"));
  }

  // -------------------------------------------------------------------------------------------
  // reading

  /// Reads at most this many entries of one stream, starting with a sequence. Waits for earlier
  /// calls of [#append], and includes their entries if they succeed.
  public List<Logged> read(String stream, long from, int maxCount) {
    Fingerprint fingerprint = Fingerprint.ofStream(stream);
    queue.awaitDone(fingerprint);
    long known = live.head();
    Store open = live.store();
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
    queue.awaitDone(fingerprint);
    long known = live.head();
    Store open = live.store();
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
    queue.awaitDone(fingerprint);
    return live.store().lastSequence(fingerprint);
  }

  public Optional<Entry> snapshot(String stream) {
    Fingerprint fingerprint = Fingerprint.ofStream(stream);
    queue.awaitDone(fingerprint);
    return live.store().snapshot(fingerprint).flatMap(seal::openSnapshot);
  }

  /// The sequence of the entry that was appended to this stream under this key, however long ago.
  /// Waits for an append in progress.
  public OptionalLong positionOf(String stream, String key) {
    Fingerprint fingerprint = Fingerprint.ofKey(stream, seal.keyName(key));
    if (queue.hasKey(fingerprint)) {
      queue.awaitDone(Fingerprint.ofStream(stream));
    }
    return live.store().sequenceUnder(fingerprint);
  }

  /// The identity of this log, which distinguishes it from its state before a restore from a
  /// backup, and from other logs.
  public String epoch() {
    return epoch.epoch();
  }

  /// The global index of the newest durable entry; 0 if the log is empty.
  public long head() {
    return live.head();
  }

  /// Reads entries after a global index, within these limits, but at least one if there is one.
  public List<Logged> readAll(long after, int maxCount, long maxBytes) {
    return opened(readStored(after, maxCount, maxBytes));
  }

  /// Like [#readAll], with payloads as they are on disk: sealed.
  public List<Logged> readStored(long after, int maxCount, long maxBytes) {
    long known = live.head();
    if (after >= known) {
      return List.of();
    }
    return live.store().readAll(after, (int) Math.min(maxCount, known - after), maxBytes);
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
    publisher.add(tail);
    return tail;
  }

  void forget(Tail tail) {
    publisher.remove(tail);
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
    long end = live.head();
    long position = live.store().markBefore(millis, end);
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

  // --------------------------------------------------------------------------------------------
  // state

  /// Registers a listener for appends that fail after they were accepted. Called before their
  /// futures complete.
  ///
  /// @return removes the listener; returns whether it was registered
  public BooleanSupplier onFailedAppend(Consumer<FailedAppend> listener) {
    return publisher.onFailedAppend(listener);
  }

  /// Completes when everything appended before is durable or has failed, and listeners have been
  /// notified. Entries seen before may then be gone: [#failedAppends] tells.
  public CompletableFuture<Void> settled() {
    return queue.settled(publisher.toldTickets());
  }

  /// The number of failed appends so far.
  public long failedAppends() {
    return publisher.failedAppends();
  }

  /// Why appends currently fail; empty if they do not.
  public Optional<EventLogException> failure() {
    return Optional.ofNullable(live.failure());
  }

  /// Copies the current log into a new folder while appends continue. The copy has no epoch: when
  /// opened, it is a separate log.
  public void copyTo(Path target) {
    try {
      Files.createDirectories(target);
      live.store().checkpoint(target.resolve(StagedRestore.STORE));
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
    return queue.size();
  }

  public Path folder() {
    return options.folder();
  }

  /// Writes and completes pending appends, and closes the log.
  @Override
  public void close() {
    queue.close();
    joinUninterruptibly(writer.thread());
    joinUninterruptibly(publisher.thread());
    publisher.closeTails();
    live.close();
    epoch.note(live.head());
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

  private void noteHead() {
    long now = System.nanoTime();
    if (now - headNotedNanos >= HEAD_NOTED_EVERY_NANOS) {
      headNotedNanos = now;
      epoch.note(live.head());
    }
  }
}
