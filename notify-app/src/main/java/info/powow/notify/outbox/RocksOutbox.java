package info.powow.notify.outbox;

import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.TtlDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The outbox in a folder, for a single process.
public final class RocksOutbox implements Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(RocksOutbox.class);
  private static final byte[] POSITION = bytes("position");
  private static final byte[] EPOCH = bytes("epoch");
  private static final byte[] FOLLOWER = bytes("follower");

  /// RecentGatheringNotifications older than a day do not count any more.
  private static final int NOTICES_SECONDS = 3 * 86_400;

  private static final int DUE_BYTES = Long.BYTES;

  /// Rows that are removed in one write, after the log was replaced.
  private static final int REMOVED_AT_ONCE = 10_000;

  private final EventJson json = new EventJson(EventTypes.builder().build());
  private final DBOptions options =
      new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
  private final ColumnFamilyOptions familyOptions = new ColumnFamilyOptions();
  private final WriteOptions durable = new WriteOptions().setSync(true);
  private final WriteOptions lazy = new WriteOptions();
  private final TtlDB db;
  private final ColumnFamilyHandle state;
  private final ColumnFamilyHandle rows;
  private final ColumnFamilyHandle duePushes;
  private final ColumnFamilyHandle dueMails;
  private final ColumnFamilyHandle notices;
  private final ColumnFamilyHandle counts;
  private final ColumnFamilyHandle people;
  private final ColumnFamilyHandle devices;
  private final ColumnFamilyHandle journal;
  private final ColumnFamilyHandle undecodable;
  private final List<ColumnFamilyHandle> handles = new ArrayList<>();
  private final AtomicLong entries = new AtomicLong();
  private final Object changing = new Object();

  static {
    RocksDB.loadLibrary();
  }

  public RocksOutbox(Path folder) {
    try {
      Files.createDirectories(folder);
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions));
      for (String name :
          List.of(
              "rows",
              "due",
              "people",
              "devices",
              "journal",
              "mails",
              "notices",
              "counts",
              "undecodable")) {
        families.add(new ColumnFamilyDescriptor(bytes(name), familyOptions));
      }
      db =
          TtlDB.open(
              options,
              folder.toString(),
              families,
              handles,
              // In seconds; 0 keeps rows forever.
              List.of(
                  0,
                  0,
                  0,
                  0,
                  0,
                  Math.toIntExact(JOURNAL.toSeconds()),
                  0,
                  NOTICES_SECONDS,
                  0,
                  Math.toIntExact(JOURNAL.toSeconds())),
              false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RocksDBException e) {
      throw new IllegalStateException("the outbox in " + folder + " cannot be opened", e);
    }
    state = handles.get(0);
    rows = handles.get(1);
    duePushes = handles.get(2);
    people = handles.get(3);
    devices = handles.get(4);
    journal = handles.get(5);
    dueMails = handles.get(6);
    notices = handles.get(7);
    counts = handles.get(8);
    undecodable = handles.get(9);
  }

  private interface Access<T> {
    T run() throws RocksDBException;
  }

  private static <T> T access(Access<T> access) {
    try {
      return access.run();
    } catch (RocksDBException e) {
      throw new Unavailable(e);
    }
  }

  @Override
  public @Nullable Position position() {
    byte[] stored = access(() -> db.get(state, POSITION));
    return stored == null ? null : json.decode(Position.class, stored);
  }

  @Override
  public @Nullable Position follow(long claim) {
    synchronized (changing) {
      requireNewest(claim);
      boolean unused =
          access(() -> {
            db.put(state, durable, FOLLOWER, number(claim));
            return true;
          });
      return position();
    }
  }

  private void requireNewest(long claim) {
    byte[] newest = access(() -> db.get(state, FOLLOWER));
    if (newest != null && ByteBuffer.wrap(newest).getLong() > claim) {
      throw new Superseded(claim);
    }
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  @Override
  public void commit(Batch change) {
    synchronized (changing) {
      Progress progress = change.progress();
      if (progress != null) {
        requireNewest(progress.claim());
        Position before = position();
        if (before != null && progress.position().isInAnotherLogThan(before)) {
          removePushes();
        }
      }
      boolean unused =
          access(() -> {
            try (WriteBatch batch = new WriteBatch()) {
              for (Map.Entry<String, JournalEntry> each : change.cancelled().entrySet()) {
                OutboxRow row = find(bytes(each.getKey()));
                if (row != null) {
                  batch.delete(due(row), dueKey(row));
                  batch.delete(rows, bytes(row.key()));
                  put(batch, each.getValue());
                }
              }
              for (OutboxRow row : change.rows()) {
                if (db.get(rows, bytes(row.key())) == null) {
                  put(batch, row);
                }
              }
              for (JournalEntry entry : change.journal()) {
                put(batch, entry);
              }
              for (Map.Entry<PersonId, Tray> each : change.trays().entrySet()) {
                put(batch, each.getKey(), each.getValue());
              }
              if (progress != null) {
                batch.put(state, POSITION, json.encode(progress.position()));
              }
              // If a batch without rows is lost in a crash, its events are decided again.
              db.write(change.rows().isEmpty() ? lazy : durable, batch);
            }
            return true;
          });
    }
  }

  private void removePushes() {
    boolean isDone = false;
    while (!isDone) {
      isDone =
          access(() -> {
            try (WriteBatch batch = new WriteBatch();
                RocksIterator iterator = db.newIterator(duePushes)) {
              for (iterator.seekToFirst();
                  iterator.isValid() && batch.count() < REMOVED_AT_ONCE;
                  iterator.next()) {
                byte[] key = iterator.key();
                batch.delete(duePushes, key);
                batch.delete(rows, keyIn(key));
              }
              db.write(durable, batch);
              return batch.count() < REMOVED_AT_ONCE;
            }
          });
    }
  }

  private void put(WriteBatch batch, JournalEntry entry) throws RocksDBException {
    batch.put(journal, journalKey(entry), json.encode(entry));
  }

  private void put(WriteBatch batch, PersonId person, Tray tray) throws RocksDBException {
    if (tray.unread().isEmpty() && tray.cleared().isEmpty()) {
      batch.delete(people, bytes(person.value()));
    } else {
      batch.put(people, bytes(person.value()), TrayBytes.encode(tray));
    }
  }

  private void put(WriteBatch batch, OutboxRow row) throws RocksDBException {
    batch.put(rows, bytes(row.key()), json.encode(row));
    batch.put(due(row), dueKey(row), new byte[0]);
  }

  private ColumnFamilyHandle due(OutboxRow row) {
    return due(row.kind().lane());
  }

  private ColumnFamilyHandle due(OutboxRow.Lane lane) {
    return switch (lane) {
      case PUSH -> duePushes;
      case MAIL -> dueMails;
    };
  }

  /// One, because the outbox belongs to one process.
  @Override
  public int segments() {
    return 1;
  }

  @Override
  public List<OutboxRow> due(OutboxRow.Lane lane, Set<Integer> segments, Instant now, int max) {
    List<OutboxRow> found = new ArrayList<>();
    if (segments.isEmpty()) {
      return found;
    }
    try (RocksIterator iterator = db.newIterator(due(lane))) {
      for (iterator.seekToFirst(); iterator.isValid() && found.size() < max; iterator.next()) {
        byte[] key = iterator.key();
        if (ByteBuffer.wrap(key).getLong() > now.toEpochMilli()) {
          break;
        }
        OutboxRow row = find(keyIn(key));
        if (row == null) {
          removeDue(lane, key);
        } else if (Arrays.equals(dueKey(row), key)) {
          found.add(row);
        }
        // Otherwise it has changed since the iterator began, and is not due for what it was.
      }
    }
    return found;
  }

  private static byte[] keyIn(byte[] dueKey) {
    return Arrays.copyOfRange(dueKey, DUE_BYTES, dueKey.length);
  }

  /// Removes an entry of a row that is not there any more: it was set aside, or removed meanwhile.
  private void removeDue(OutboxRow.Lane lane, byte[] dueKey) {
    synchronized (changing) {
      boolean unused =
          access(() -> {
            if (db.get(rows, keyIn(dueKey)) == null) {
              db.delete(due(lane), lazy, dueKey);
            }
            return true;
          });
    }
  }

  /// A row; null if there is none, or if it cannot be decoded and was set aside.
  private @Nullable OutboxRow find(byte[] key) {
    byte[] stored = access(() -> db.get(rows, key));
    return stored == null ? null : decode(key, stored);
  }

  private @Nullable OutboxRow decode(byte[] key, byte[] stored) {
    try {
      return json.decode(OutboxRow.class, stored);
    } catch (JacksonException _) {
      setAside(key, stored);
      return null;
    }
  }

  private void setAside(byte[] key, byte[] stored) {
    synchronized (changing) {
      boolean unused =
          access(() -> {
            if (Arrays.equals(db.get(rows, key), stored)) {
              try (WriteBatch batch = new WriteBatch()) {
                batch.delete(rows, key);
                batch.put(undecodable, key, stored);
                db.write(durable, batch);
              }
              LOG.error("A row of the outbox cannot be decoded, and is set aside");
            }
            return true;
          });
    }
  }

  @Override
  public void recover(Set<Integer> segments, long epoch, Instant now) {
    List<OutboxRow> interrupted = new ArrayList<>();
    try (RocksIterator iterator = db.newIterator(rows)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        OutboxRow row = decode(iterator.key(), iterator.value());
        if (row != null && row.isSending() && row.epoch() < epoch) {
          interrupted.add(row);
        }
      }
    }
    interrupted.forEach(row -> replace(row, row.later(now, false)));
  }

  @Override
  public long nextEpoch() {
    synchronized (changing) {
      return access(() -> {
        byte[] stored = db.get(state, EPOCH);
        long next = stored == null ? 1 : ByteBuffer.wrap(stored).getLong() + 1;
        db.put(state, durable, EPOCH, number(next));
        return next;
      });
    }
  }

  @Override
  public boolean replace(OutboxRow seen, @Nullable OutboxRow next) {
    synchronized (changing) {
      OutboxRow now = find(bytes(seen.key()));
      if (now == null || now.version() != seen.version()) {
        return false;
      }
      return access(() -> {
        try (WriteBatch batch = new WriteBatch()) {
          batch.delete(due(now), dueKey(now));
          if (next == null) {
            batch.delete(rows, bytes(seen.key()));
          } else {
            put(batch, next);
          }
          // If a crash of the machine loses the mark, the message is sent again under the same
          // topic.
          db.write(lazy, batch);
        }
        return true;
      });
    }
  }

  @Override
  public List<OutboxRow> rows(String prefix, int max) {
    byte[] start = bytes(prefix);
    List<OutboxRow> found = new ArrayList<>();
    try (RocksIterator iterator = db.newIterator(rows)) {
      for (iterator.seek(start); iterator.isValid() && found.size() < max; iterator.next()) {
        if (!startsWith(iterator.key(), start)) {
          break;
        }
        OutboxRow row = decode(iterator.key(), iterator.value());
        if (row != null) {
          found.add(row);
        }
      }
    }
    return found;
  }

  @Override
  public Tray tray(PersonId person) {
    byte[] stored = access(() -> db.get(people, bytes(person.value())));
    return stored == null ? Tray.EMPTY : TrayBytes.decode(stored);
  }

  @Override
  public RecentGatheringNotifications notices(PersonId person) {
    byte[] stored = access(() -> db.get(notices, bytes(person.value())));
    return stored == null
        ? RecentGatheringNotifications.EMPTY
        : json.decode(RecentGatheringNotifications.class, stored);
  }

  @Override
  public void save(PersonId person, RecentGatheringNotifications next) {
    boolean unused =
        access(() -> {
          db.put(notices, lazy, bytes(person.value()), json.encode(next));
          return true;
        });
  }

  @Override
  public List<JournalEntry> journal(ConversationId conversation, long position, PersonId person) {
    byte[] prefix = journalPrefix(conversation, position, person);
    List<JournalEntry> found = new ArrayList<>();
    try (RocksIterator iterator = db.newIterator(journal)) {
      for (iterator.seek(prefix); iterator.isValid(); iterator.next()) {
        if (!startsWith(iterator.key(), prefix)) {
          break;
        }
        found.add(json.decode(JournalEntry.class, iterator.value()));
      }
    }
    return found;
  }

  @Override
  public DeviceHealth health(DeviceId device) {
    byte[] stored = access(() -> db.get(devices, bytes(device.value())));
    return stored == null ? DeviceHealth.UNKNOWN : json.decode(DeviceHealth.class, stored);
  }

  @Override
  public void save(DeviceId device, DeviceHealth health) {
    boolean unused =
        access(() -> {
          db.put(devices, lazy, bytes(device.value()), json.encode(health));
          return true;
        });
  }

  @Override
  public void count(String about, String what) {
    byte[] key = bytes(about + '~' + what);
    synchronized (changing) {
      boolean unused =
          access(() -> {
            byte[] before = db.get(counts, key);
            long next = before == null ? 1 : ByteBuffer.wrap(before).getLong() + 1;
            db.put(counts, lazy, key, number(next));
            return true;
          });
    }
  }

  @Override
  public Map<String, Long> counts(String about) {
    byte[] prefix = bytes(about + '~');
    Map<String, Long> found = new TreeMap<>();
    try (RocksIterator iterator = db.newIterator(counts)) {
      for (iterator.seek(prefix); iterator.isValid(); iterator.next()) {
        byte[] key = iterator.key();
        if (!startsWith(key, prefix)) {
          break;
        }
        found.put(
            new String(key, prefix.length, key.length - prefix.length, StandardCharsets.UTF_8),
            ByteBuffer.wrap(iterator.value()).getLong());
      }
    }
    return found;
  }

  @Override
  public long size() {
    long count = 0;
    for (OutboxRow.Lane lane : OutboxRow.Lane.values()) {
      try (RocksIterator iterator = db.newIterator(due(lane))) {
        for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
          count++;
        }
      }
    }
    return count;
  }

  @Override
  public long setAside() {
    long count = 0;
    try (RocksIterator iterator = db.newIterator(undecodable)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() {
    handles.forEach(ColumnFamilyHandle::close);
    db.close();
    durable.close();
    lazy.close();
    familyOptions.close();
    options.close();
  }

  private static byte[] dueKey(OutboxRow row) {
    byte[] key = bytes(row.key());
    return ByteBuffer.allocate(DUE_BYTES + key.length)
        .putLong(row.due().toEpochMilli())
        .put(key)
        .array();
  }

  private byte[] journalKey(JournalEntry step) {
    byte[] prefix = journalPrefix(step.conversation(), step.position(), step.person());
    return ByteBuffer.allocate(prefix.length + 2 * Long.BYTES)
        .put(prefix)
        .putLong(step.at().toEpochMilli())
        .putLong(entries.incrementAndGet())
        .array();
  }

  private static byte[] journalPrefix(ConversationId conversation, long position, PersonId person) {
    return bytes(conversation.value() + '~' + position + '~' + person.value() + '~');
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
