package info.powow.notify.outbox;

import com.mongodb.ConnectionString;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.event.CommandListener;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
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
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The outbox in MongoDB, for several processes.
///
/// A batch is several writes, with the position in the log last. After a crash in between, the
/// events of the batch are delivered again. Rows that exist stay as they are, trays become the
/// same, and a row that was sent already is sent again under the same topic and tag, so it is shown
/// once.
///
/// Any of these writes may come late, from a process that was suspended and still believes that it
/// follows the log. The position and each tray record the claim under which they were written, and
/// a write under an older claim fails. A row records its claim too, with the position of its batch.
/// It is void if a newer claim began before that position: the newer follower decides about the
/// same events. It is void as well if the log was replaced since. Void rows that may still become
/// valid have a lane of their own, so that nothing that is due waits for them.
public final class MongoOutbox implements Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(MongoOutbox.class);
  private static final int SEGMENTS = 16;
  private static final int DUPLICATE_KEY = 11_000;
  private static final String DATABASE = "powow";
  private static final String ID = "_id";
  private static final String JSON = "json";
  private static final String POSITION = "position";
  private static final String EPOCH = "epoch";
  private static final String CLAIM = "claim";
  private static final String INDEX = "index";
  private static final String FOLLOWERS = "followers";
  private static final String LANE = "lane";
  private static final String SEGMENT = "segment";
  private static final String DUE = "due";
  private static final String VERSION = "version";

  /// Counts the logs that were followed.
  private static final String FOLLOWED_LOG = "log";

  /// The lane of void rows that the newest follower may still make its own.
  private static final String VOID = "VOID";

  /// The lane of rows that cannot be decoded.
  private static final String UNDECODABLE = "UNDECODABLE";

  private static final String SET_ASIDE = "setAside";
  private static final List<String> LANES =
      Arrays.stream(OutboxRow.Lane.values()).map(Enum::name).toList();
  private static final Document WITHOUT_BATCH =
      new Document(CLAIM, "").append(INDEX, "").append(FOLLOWED_LOG, "");

  /// How many times due rows are read in one call while all of them are void.
  private static final int MAX_ROUNDS = 100;

  /// How often void rows are removed that cannot become valid any more.
  private static final Duration PURGE = Duration.ofMinutes(1);

  private static final int MAX_FOLLOWERS = 64;
  private static final long NOTICES_DAYS = 3;
  private static final String EMPTIED = "emptied";
  // Longer than any process is suspended that still holds an older tray.
  private static final long EMPTIED_DAYS = 7;
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
  private volatile Instant purged = Instant.MIN;

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
  /// @param uri a connection string. The outbox has its own database beside that of the views, so
  ///     that views can be deleted
  /// @param timeout how long a call waits for a server to be available, and for its answer
  public static MongoOutbox at(String uri, Duration timeout) {
    return at(uri, timeout, new CommandListener() {});
  }

  /// @param listener receives each command before it is sent
  static MongoOutbox at(String uri, Duration timeout, CommandListener listener) {
    ConnectionString connection = new ConnectionString(uri);
    long millis = timeout.toMillis();
    MongoClient client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(connection)
                .applicationName("powow-notify")
                .addCommandListener(listener)
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

  /// The collection in which processes claim segments.
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
      // In the order in which due rows are read, so that the database need not sort.
      rows.createIndex(Indexes.ascending(LANE, SEGMENT, DUE, ID));
      // To find what a process that has ended was sending.
      rows.createIndex(Indexes.ascending(SEGMENT, EPOCH));
      rows.createIndex(
          Indexes.ascending(SET_ASIDE),
          new IndexOptions().expireAfter(JOURNAL.toDays(), TimeUnit.DAYS));
      journal.createIndex(Indexes.ascending("about"));
      counts.createIndex(Indexes.ascending("about"));
      journal.createIndex(
          Indexes.ascending("at"), new IndexOptions().expireAfter(JOURNAL.toDays(), TimeUnit.DAYS));
      notices.createIndex(
          Indexes.ascending("at"), new IndexOptions().expireAfter(NOTICES_DAYS, TimeUnit.DAYS));
      trays.createIndex(
          Indexes.ascending(EMPTIED), new IndexOptions().expireAfter(EMPTIED_DAYS, TimeUnit.DAYS));
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

  /// The newest followers of the log, the oldest of them first.
  ///
  /// @param log how many logs were followed before this one
  private record Followers(
      long newest, long index, long log, @Nullable Position position, List<Follower> followers) {
    static final Followers NONE = new Followers(0, 0, 0, null, List.of());

    boolean isReplacedBy(Progress next) {
      return position != null && next.position().isInAnotherLogThan(position);
    }

    boolean isVoid(long claim, long batch) {
      return followers.stream()
          .anyMatch(follower -> follower.claim() > claim && follower.since() < batch);
    }

    /// Whether the newest follower has processed all events of a batch.
    boolean hasPassed(long batch) {
      return index >= batch;
    }
  }

  /// @param since the position at which it began
  private record Follower(long claim, long since) {}

  private Followers followers() {
    Document found = state.find(Filters.eq(ID, POSITION)).first();
    if (found == null) {
      return Followers.NONE;
    }
    List<Follower> followers =
        found.getList(FOLLOWERS, Document.class, List.of()).stream()
            .map(each -> new Follower(number(each, CLAIM), number(each, INDEX)))
            .toList();
    return new Followers(
        number(found, CLAIM),
        number(found, INDEX),
        number(found, FOLLOWED_LOG),
        found.get(JSON) == null ? null : json.decode(Position.class, bytes(found)),
        followers);
  }

  private static long number(Document document, String field) {
    Number number = document.get(field, Number.class);
    return number == null ? 0 : number.longValue();
  }

  @Override
  public @Nullable Position follow(long claim) {
    return available(
            () -> {
              try {
                // After this, no older claim can move the position that is read next.
                var unused =
                    state.updateOne(
                        Filters.and(Filters.eq(ID, POSITION), notNewerThan(claim)),
                        new Document("$set", new Document(CLAIM, claim)),
                        new UpdateOptions().upsert(true));
              } catch (MongoWriteException e) {
                throw e.getCode() == DUPLICATE_KEY ? new Superseded(claim) : e;
              }
              Position position = position();
              if (position != null) {
                began(claim, position.index());
              }
              return Optional.ofNullable(position);
            })
        .orElse(null);
  }

  private void began(long claim, long index) {
    List<Follower> all = new ArrayList<>(followers().followers());
    if (all.isEmpty() || all.getLast().claim() < claim) {
      all.add(new Follower(claim, index));
    }
    List<Document> kept =
        all.subList(Math.max(0, all.size() - MAX_FOLLOWERS), all.size()).stream()
            .map(each -> new Document(CLAIM, each.claim()).append(INDEX, each.since()))
            .toList();
    progress(claim, new Document(FOLLOWERS, kept));
  }

  private void progress(long claim, Document next) {
    if (state
            .updateOne(
                Filters.and(Filters.eq(ID, POSITION), Filters.eq(CLAIM, claim)),
                new Document("$set", next))
            .getMatchedCount()
        == 0) {
      throw new Superseded(claim);
    }
  }

  private static Bson notNewerThan(long claim) {
    return Filters.not(Filters.gt(CLAIM, claim));
  }

  private <T> @Nullable T read(MongoCollection<Document> from, String id, Class<T> type) {
    Document found = from.find(Filters.eq(ID, id)).first();
    return found == null || found.get(JSON) == null ? null : json.decode(type, bytes(found));
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
      Progress progress = change.progress();
      Followers followers = Followers.NONE;
      if (progress != null) {
        followers = followers();
        if (followers.newest() != progress.claim()) {
          throw new Superseded(progress.claim());
        }
        if (followers.isReplacedBy(progress)) {
          followers = beginLog(followers, progress);
        }
      }
      cancel(change.cancelled());
      insert(change.rows(), progress, followers.log());
      var unused = insert(journal, change.journal().stream().map(this::entry).toList());
      if (progress != null) {
        save(change.trays(), progress.claim());
        progress(
            progress.claim(),
            new Document(JSON, new Binary(json.encode(progress.position())))
                .append(INDEX, progress.position().index()));
      }
    });
  }

  /// After this, all pushes of the old log are gone, and those that a suspended follower still
  /// writes are void. In this order, because a crash repeats it.
  private Followers beginLog(Followers before, Progress next) {
    var mails =
        rows()
            .updateMany(
                Filters.and(Filters.eq(LANE, OutboxRow.Lane.MAIL.name()), Filters.exists(CLAIM)),
                new Document("$unset", WITHOUT_BATCH));
    var pushes = rows().deleteMany(Filters.in(LANE, OutboxRow.Lane.PUSH.name(), VOID));
    LOG.info(
        "The log was replaced: {} pushes are dropped, {} mails stay",
        pushes.getDeletedCount(),
        mails.getMatchedCount());
    long index = next.position().index();
    progress(
        next.claim(),
        new Document(FOLLOWED_LOG, before.log() + 1)
            .append(INDEX, index)
            .append(FOLLOWERS, List.of(new Document(CLAIM, next.claim()).append(INDEX, index))));
    return followers();
  }

  private void insert(List<OutboxRow> added, @Nullable Progress progress, long log) {
    List<Document> documents = added.stream().map(this::row).toList();
    if (progress != null) {
      documents.forEach(row ->
          row.append(CLAIM, progress.claim())
              .append(INDEX, progress.position().index())
              .append(FOLLOWED_LOG, log));
    }
    List<String> present = insert(rows(), documents);
    if (present.isEmpty()) {
      return;
    }
    Map<String, OutboxRow> byKey = new HashMap<>();
    added.forEach(row -> byKey.put(row.key(), row));
    if (progress == null) {
      // From now on they do not depend on what becomes of the batch they came with.
      write(
          present.stream()
              .map(key -> Objects.requireNonNull(byKey.get(key)))
              .map(row ->
                  new UpdateOneModel<Document>(
                      Filters.and(Filters.eq(ID, row.key()), Filters.exists(CLAIM)),
                      new Document("$unset", WITHOUT_BATCH)
                          .append("$set", new Document(LANE, row.kind().lane().name()))))
              .toList());
    } else {
      adopt(present, byKey, progress);
    }
  }

  private void write(List<? extends WriteModel<Document>> changes) {
    if (!changes.isEmpty()) {
      var unused = rows().bulkWrite(changes);
    }
  }

  /// Takes over rows that came with a batch that was never committed. Those of committed batches stay
  /// as they are: they remain valid whatever becomes of this batch.
  private void adopt(List<String> present, Map<String, OutboxRow> byKey, Progress progress) {
    long index = progress.position().index();
    Followers followers = followers();
    List<WriteModel<Document>> adopted = new ArrayList<>();
    for (Document row :
        rows()
            .find(Filters.and(Filters.in(ID, present), Filters.lte(CLAIM, progress.claim())))
            .projection(Projections.include(CLAIM, INDEX, FOLLOWED_LOG))) {
      boolean isOfLargerAttempt =
          number(row, CLAIM) == progress.claim() && number(row, INDEX) > index;
      if (isOfLargerAttempt || isVoid(row, followers)) {
        OutboxRow own = Objects.requireNonNull(byKey.get(row.getString(ID)));
        Document next =
            new Document(CLAIM, progress.claim())
                .append(INDEX, index)
                .append(FOLLOWED_LOG, followers.log())
                .append(LANE, own.kind().lane().name());
        if (isOfOldLog(row, followers)) {
          next.putAll(content(own));
        }
        adopted.add(
            new UpdateOneModel<>(
                Filters.and(Filters.eq(ID, own.key()), Filters.lte(CLAIM, progress.claim())),
                new Document("$set", next)));
      }
    }
    write(adopted);
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
    var ignored = insert(journal, said);
    if (!removed.isEmpty()) {
      var unused = rows().bulkWrite(removed);
    }
  }

  /// Leaves documents that exist as they are.
  ///
  /// @return the ids of the documents that existed
  private static List<String> insert(MongoCollection<Document> into, List<Document> documents) {
    if (documents.isEmpty()) {
      return List.of();
    }
    try {
      var unused = into.insertMany(documents, UNORDERED);
      return List.of();
    } catch (MongoBulkWriteException failed) {
      if (failed.getWriteErrors().isEmpty()
          || failed.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
        throw failed;
      }
      return failed.getWriteErrors().stream()
          .map(error -> documents.get(error.getIndex()).getString(ID))
          .toList();
    }
  }

  /// An empty tray is kept for some days: otherwise, nothing would refuse an older one in its place.
  private void save(Map<PersonId, Tray> changed, long claim) {
    List<WriteModel<Document>> writes = new ArrayList<>();
    changed.forEach((person, tray) -> {
      Document next =
          new Document(ID, person.value())
              .append(JSON, new Binary(TrayBytes.encode(tray)))
              .append(CLAIM, claim);
      if (tray.equals(Tray.EMPTY)) {
        next.append(EMPTIED, new Date());
      }
      writes.add(
          new ReplaceOneModel<>(
              Filters.and(Filters.eq(ID, person.value()), notNewerThan(claim)), next, UPSERT));
    });
    if (writes.isEmpty()) {
      return;
    }
    try {
      var unused = trays.bulkWrite(writes, new BulkWriteOptions().ordered(false));
    } catch (MongoBulkWriteException e) {
      throw e.getWriteErrors().stream().anyMatch(error -> error.getCode() == DUPLICATE_KEY)
          ? new Superseded(claim)
          : e;
    }
  }

  private Document row(OutboxRow row) {
    Document document = new Document(ID, row.key());
    document.putAll(content(row));
    return document;
  }

  private Document content(OutboxRow row) {
    return new Document(JSON, new Binary(json.encode(row)))
        .append(LANE, row.kind().lane().name())
        .append(SEGMENT, row.segment(SEGMENTS))
        .append(DUE, row.due().toEpochMilli())
        .append(VERSION, row.version())
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
      if (segments.isEmpty() || max < 1) {
        return List.of();
      }
      purge(segments, now);
      List<OutboxRow> found = new ArrayList<>();
      int read = max;
      for (int round = 0; found.isEmpty() && read == max && round < MAX_ROUNDS; round++) {
        List<Document> documents = new ArrayList<>();
        var unused =
            rows()
                .find(
                    Filters.and(
                        Filters.eq(LANE, lane.name()),
                        Filters.in(SEGMENT, segments),
                        Filters.lte(DUE, now.toEpochMilli())))
                .sort(Sorts.ascending(DUE, ID))
                .limit(max)
                .into(documents);
        take(documents, found);
        read = documents.size();
      }
      return found;
    });
  }

  /// Adds the rows that may be sent. Moves all others out of their lane: otherwise, enough of them
  /// would hide what is due behind them.
  private void take(List<Document> documents, List<OutboxRow> found) {
    // Must be read after the rows: if a row was written late, the newer follower is then known.
    Followers followers = documents.isEmpty() ? Followers.NONE : followers();
    List<WriteModel<Document>> moved = new ArrayList<>();
    for (Document row : documents) {
      if (isVoid(row, followers)) {
        moved.add(withoutVoid(row, followers));
      } else {
        OutboxRow decoded = decode(row);
        if (decoded != null) {
          found.add(decoded);
        }
      }
    }
    write(moved);
  }

  private static boolean isVoid(Document row, Followers followers) {
    return row.get(CLAIM) != null
        && (isOfOldLog(row, followers) || followers.isVoid(number(row, CLAIM), number(row, INDEX)));
  }

  private static boolean isOfOldLog(Document row, Followers followers) {
    return number(row, FOLLOWED_LOG) < followers.log();
  }

  /// Until it has passed, the newest follower may still decide the same, and make the row its own.
  private static WriteModel<Document> withoutVoid(Document row, Followers followers) {
    Bson asSeen =
        Filters.and(
            Filters.eq(ID, row.getString(ID)),
            Filters.eq(CLAIM, number(row, CLAIM)),
            Filters.eq(INDEX, number(row, INDEX)));
    return isOfOldLog(row, followers) || followers.hasPassed(number(row, INDEX))
        ? new DeleteOneModel<>(asSeen)
        : new UpdateOneModel<>(asSeen, new Document("$set", new Document(LANE, VOID)));
  }

  /// Removes void rows that the newest follower has passed without making them its own.
  private void purge(Set<Integer> segments, Instant now) {
    if (now.isBefore(purged.plus(PURGE))) {
      return;
    }
    purged = now;
    var unused =
        rows()
            .deleteMany(
                Filters.and(
                    Filters.eq(LANE, VOID),
                    Filters.in(SEGMENT, segments),
                    Filters.lte(INDEX, followers().index())));
  }

  /// @return null if the row cannot be decoded. It is set aside then
  private @Nullable OutboxRow decode(Document row) {
    try {
      if (row.get(JSON) instanceof Binary stored) {
        return json.decode(OutboxRow.class, stored.getData());
      }
    } catch (JacksonException _) {
      LOG.debug("a row of the outbox is not as it was written");
    }
    setAside(row);
    return null;
  }

  private void setAside(Document row) {
    Bson asSeen = Filters.and(Filters.eq(ID, row.get(ID)), Filters.eq(VERSION, row.get(VERSION)));
    if (rows()
            .updateOne(
                asSeen,
                new Document(
                        "$set",
                        new Document(LANE, UNDECODABLE)
                            .append(EPOCH, 0L)
                            .append(SET_ASIDE, new Date()))
                    .append("$unset", WITHOUT_BATCH))
            .getMatchedCount()
        == 1) {
      LOG.error("A row of the outbox cannot be decoded, and is set aside");
    }
  }

  @Override
  public void recover(Set<Integer> segments, long epoch, Instant now) {
    run(() -> {
      List<OutboxRow> interrupted = new ArrayList<>();
      for (Document row :
          rows()
              .find(
                  Filters.and(
                      Filters.in(SEGMENT, segments),
                      Filters.gt(EPOCH, 0L),
                      Filters.lt(EPOCH, epoch)))) {
        OutboxRow decoded = decode(row);
        if (decoded != null) {
          interrupted.add(decoded);
        }
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
      var asSeen = Filters.and(Filters.eq(ID, seen.key()), Filters.eq(VERSION, seen.version()));
      return next == null
          ? rows().deleteOne(asSeen).getDeletedCount() == 1
          : rows().updateOne(asSeen, new Document("$set", content(next))).getMatchedCount() == 1;
    });
  }

  @Override
  public List<OutboxRow> rows(String prefix, int max) {
    return available(() -> {
      List<OutboxRow> found = new ArrayList<>();
      for (Document row :
          rows()
              .find(
                  Filters.and(
                      Filters.gte(ID, prefix),
                      Filters.lt(ID, prefix + Character.MAX_VALUE),
                      Filters.in(LANE, LANES)))
              .sort(Sorts.ascending(ID))
              .limit(max)) {
        OutboxRow decoded = decode(row);
        if (decoded != null) {
          found.add(decoded);
        }
      }
      return found;
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
  public RecentGatheringNotifications notices(PersonId person) {
    return available(() ->
        Objects.requireNonNullElse(
            read(notices, person.value(), RecentGatheringNotifications.class),
            RecentGatheringNotifications.EMPTY));
  }

  @Override
  public void save(PersonId person, RecentGatheringNotifications next) {
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
    return available(() -> rows.countDocuments(Filters.in(LANE, LANES)));
  }

  @Override
  public long setAside() {
    return available(() -> rows.countDocuments(Filters.eq(LANE, UNDECODABLE)));
  }

  @Override
  public void close() {
    client.close();
  }
}
