package info.powow.notify.outbox;

import com.mongodb.ConnectionString;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/// The outbox in MongoDB, for several processes.
///
/// A batch is several writes, and the position in the log is the last of them. After a crash in
/// between, the events of the batch come again: rows that are there stay, trays are the same, and a row
/// that was sent already is sent again under the same topic and tag, so it is shown once.
public final class MongoOutbox implements Outbox {
  private static final int SEGMENTS = 16;
  private static final int DUPLICATE_KEY = 11_000;
  private static final String DATABASE = "powow";
  private static final String ID = "_id";
  private static final String JSON = "json";
  private static final String POSITION = "position";
  private static final String EPOCH = "epoch";
  private static final long NOTICES_DAYS = 3;
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
  private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

  private final EventJson json = new EventJson(EventTypes.builder().build());
  private final AtomicLong entries = new AtomicLong();
  private final MongoClient client;
  private final MongoDatabase database;
  private final MongoCollection<Document> rows;
  private final MongoCollection<Document> trays;
  private final MongoCollection<Document> notices;
  private final MongoCollection<Document> devices;
  private final MongoCollection<Document> journal;
  private final MongoCollection<Document> counts;
  private final MongoCollection<Document> state;
  private volatile boolean indexed;

  private MongoOutbox(MongoClient client, String name) {
    this.client = client;
    database = client.getDatabase(name);
    rows = database.getCollection("rows");
    trays = database.getCollection("trays");
    notices = database.getCollection("notices");
    devices = database.getCollection("devices");
    journal = database.getCollection("journal");
    counts = database.getCollection("counts");
    state = database.getCollection("state");
  }

  /// Does not connect yet.
  ///
  /// @param uri a connection string. The outbox has a database of its own, beside that of the views, so
  ///     that views can be deleted
  /// @param timeout how long a call waits for a server to be available, and for its answer
  public static MongoOutbox at(String uri, Duration timeout) {
    ConnectionString connection = new ConnectionString(uri);
    long millis = timeout.toMillis();
    MongoClient client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(connection)
                .applicationName("powow-notify")
                .applyToClusterSettings(
                    cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket ->
                    socket
                        .connectTimeout((int) millis, TimeUnit.MILLISECONDS)
                        .readTimeout((int) millis, TimeUnit.MILLISECONDS))
                .build());
    return new MongoOutbox(
        client, Objects.requireNonNullElse(connection.getDatabase(), DATABASE) + "_notify");
  }

  /// Where processes say which segments are theirs.
  MongoCollection<Document> claims() {
    return database.getCollection("claims");
  }

  private static <T> T available(Supplier<T> call) {
    try {
      return call.get();
    } catch (MongoException e) {
      throw new Unavailable(e);
    }
  }

  private static void run(Runnable call) {
    try {
      call.run();
    } catch (MongoException e) {
      throw new Unavailable(e);
    }
  }

  private MongoCollection<Document> rows() {
    if (!indexed) {
      // In the order in which what is due is read, so that no row is read only to be sorted.
      rows.createIndex(Indexes.ascending("lane", "segment", "due", ID));
      // What a process that has ended was sending.
      rows.createIndex(Indexes.ascending("segment", EPOCH));
      journal.createIndex(Indexes.ascending("about"));
      counts.createIndex(Indexes.ascending("about"));
      journal.createIndex(
          Indexes.ascending("at"), new IndexOptions().expireAfter(JOURNAL.toDays(), TimeUnit.DAYS));
      notices.createIndex(
          Indexes.ascending("at"), new IndexOptions().expireAfter(NOTICES_DAYS, TimeUnit.DAYS));
      indexed = true;
    }
    return rows;
  }

  @Override
  public int segments() {
    return SEGMENTS;
  }

  @Override
  public @Nullable Position position() {
    return available(() -> Optional.ofNullable(read(state, POSITION, Position.class))).orElse(null);
  }

  private <T> @Nullable T read(MongoCollection<Document> from, String id, Class<T> type) {
    Document found = from.find(Filters.eq(ID, id)).first();
    return found == null ? null : json.decode(type, bytes(found));
  }

  private static byte[] bytes(Document stored) {
    return stored.get(JSON, Binary.class).getData();
  }

  private Document document(String id, Object content) {
    return new Document(ID, id).append(JSON, new Binary(json.encode(content)));
  }

  @Override
  public void commit(Batch change) {
    run(() -> {
      cancel(change.cancelled());
      insert(rows(), change.rows().stream().map(this::row).toList());
      insert(journal, change.journal().stream().map(this::entry).toList());
      save(change.trays());
      if (change.position() != null) {
        state.replaceOne(Filters.eq(ID, POSITION), document(POSITION, change.position()), UPSERT);
      }
    });
  }

  private void cancel(Map<String, JournalEntry> cancelled) {
    if (cancelled.isEmpty()) {
      return;
    }
    List<Document> said = new ArrayList<>();
    List<WriteModel<Document>> removed = new ArrayList<>();
    for (Document row : rows().find(Filters.in(ID, cancelled.keySet()))) {
      JournalEntry why = cancelled.get(row.getString(ID));
      if (why != null) {
        said.add(entry(why));
        removed.add(new DeleteOneModel<>(Filters.eq(ID, row.getString(ID))));
      }
    }
    insert(journal, said);
    if (!removed.isEmpty()) {
      var unused = rows().bulkWrite(removed);
    }
  }

  /// What is there already stays as it is.
  private static void insert(MongoCollection<Document> into, List<Document> documents) {
    if (documents.isEmpty()) {
      return;
    }
    try {
      var unused = into.insertMany(documents, UNORDERED);
    } catch (MongoBulkWriteException failed) {
      if (failed.getWriteErrors().isEmpty()
          || failed.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
        throw failed;
      }
    }
  }

  private void save(Map<PersonId, Tray> changed) {
    List<WriteModel<Document>> writes = new ArrayList<>();
    changed.forEach((person, tray) -> {
      var one = Filters.eq(ID, person.value());
      if (tray.unread().isEmpty() && tray.cleared().isEmpty()) {
        writes.add(new DeleteOneModel<>(one));
      } else {
        Document next =
            new Document(ID, person.value()).append(JSON, new Binary(TrayBytes.encode(tray)));
        writes.add(new ReplaceOneModel<>(one, next, UPSERT));
      }
    });
    if (!writes.isEmpty()) {
      var unused = trays.bulkWrite(writes);
    }
  }

  private Document row(OutboxRow row) {
    return document(row.key(), row)
        .append("lane", row.kind().lane().name())
        .append("segment", row.segment(SEGMENTS))
        .append("due", row.due().toEpochMilli())
        .append("version", row.version())
        .append(EPOCH, row.epoch());
  }

  private Document entry(JournalEntry entry) {
    return new Document("about", about(entry.conversation(), entry.position(), entry.person()))
        .append("at", Date.from(entry.at()))
        .append("order", entries.incrementAndGet())
        .append(JSON, new Binary(json.encode(entry)));
  }

  private static String about(ConversationId conversation, long position, PersonId person) {
    return conversation.value() + '~' + position + '~' + person.value();
  }

  @Override
  public List<OutboxRow> due(OutboxRow.Lane lane, Set<Integer> segments, Instant now, int max) {
    return available(() -> {
      List<OutboxRow> found = new ArrayList<>();
      if (segments.isEmpty() || max < 1) {
        return found;
      }
      for (Document row :
          rows()
              .find(
                  Filters.and(
                      Filters.eq("lane", lane.name()),
                      Filters.in("segment", segments),
                      Filters.lte("due", now.toEpochMilli())))
              .sort(Sorts.ascending("due", ID))
              .limit(max)) {
        found.add(json.decode(OutboxRow.class, bytes(row)));
      }
      return found;
    });
  }

  @Override
  public void recover(Set<Integer> segments, long epoch, Instant now) {
    run(() -> {
      List<OutboxRow> interrupted = new ArrayList<>();
      for (Document row :
          rows()
              .find(
                  Filters.and(
                      Filters.in("segment", segments),
                      Filters.gt(EPOCH, 0L),
                      Filters.lt(EPOCH, epoch)))) {
        interrupted.add(json.decode(OutboxRow.class, bytes(row)));
      }
      interrupted.forEach(row -> replace(row, row.later(now, false)));
    });
  }

  @Override
  public long nextEpoch() {
    return available(() -> {
      Document next =
          state.findOneAndUpdate(
              Filters.eq(ID, EPOCH),
              new Document("$inc", new Document("value", 1L)),
              new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
      return Objects.requireNonNull(next).get("value", Number.class).longValue();
    });
  }

  @Override
  public boolean replace(OutboxRow seen, @Nullable OutboxRow next) {
    return available(() -> {
      var asSeen = Filters.and(Filters.eq(ID, seen.key()), Filters.eq("version", seen.version()));
      return next == null
          ? rows().deleteOne(asSeen).getDeletedCount() == 1
          : rows().replaceOne(asSeen, row(next)).getMatchedCount() == 1;
    });
  }

  @Override
  public Tray tray(PersonId person) {
    return available(() -> {
      Document found = trays.find(Filters.eq(ID, person.value())).first();
      return found == null ? Tray.EMPTY : TrayBytes.decode(bytes(found));
    });
  }

  @Override
  public Notices notices(PersonId person) {
    return available(() ->
        Objects.requireNonNullElse(read(notices, person.value(), Notices.class), Notices.EMPTY));
  }

  @Override
  public void save(PersonId person, Notices next) {
    run(() -> {
      var unused =
          notices.replaceOne(
              Filters.eq(ID, person.value()),
              document(person.value(), next).append("at", new Date()),
              UPSERT);
    });
  }

  @Override
  public List<JournalEntry> journal(ConversationId conversation, long position, PersonId person) {
    return available(() -> {
      List<JournalEntry> found = new ArrayList<>();
      for (Document entry :
          journal
              .find(Filters.eq("about", about(conversation, position, person)))
              .sort(Sorts.ascending("at", "order"))) {
        found.add(json.decode(JournalEntry.class, bytes(entry)));
      }
      return found;
    });
  }

  @Override
  public DeviceHealth health(DeviceId device) {
    return available(() ->
        Objects.requireNonNullElse(
            read(devices, device.value(), DeviceHealth.class), DeviceHealth.UNKNOWN));
  }

  @Override
  public void save(DeviceId device, DeviceHealth health) {
    run(() -> {
      var unused =
          devices.replaceOne(
              Filters.eq(ID, device.value()), document(device.value(), health), UPSERT);
    });
  }

  @Override
  public void count(String about, String what) {
    run(() -> {
      var unused =
          counts.updateOne(
              Filters.eq(ID, about + '~' + what),
              new Document("$inc", new Document("value", 1L))
                  .append("$set", new Document("about", about).append("what", what)),
              new UpdateOptions().upsert(true));
    });
  }

  @Override
  public Map<String, Long> counts(String about) {
    return available(() -> {
      Map<String, Long> found = new TreeMap<>();
      for (Document count : counts.find(Filters.eq("about", about))) {
        found.put(count.getString("what"), count.get("value", Number.class).longValue());
      }
      return found;
    });
  }

  @Override
  public long size() {
    return available(() -> rows.countDocuments());
  }

  @Override
  public void close() {
    client.close();
  }
}
