package info.powow.projection.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import info.powow.projector.Claims;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistries;

/// The database of the views.
///
/// Its name contains the version of the document format. A server with another format creates a
/// database of its own, instead of misreading documents that other servers may still be using.
public final class ViewStore implements AutoCloseable {
  private static final int FORM = 6;

  /// The golden file of `GoldenViewsIT`: what the code makes of some history.
  private static final String GOLDEN = "views.jsonl";

  private static final int REVISION_LENGTH = 16;

  private static final String DEFAULT_DATABASE = "powow";
  private static final int UNKNOWN_COMMAND = 59;
  private static final BsonDocument PING = new BsonDocument("ping", new BsonInt32(1));

  private final MongoClient client;
  private final MongoDatabase database;

  private ViewStore(MongoClient client, MongoDatabase database) {
    this.client = client;
    this.database = database;
  }

  /// The revision of what the documents contain. It follows from what the code makes of a history;
  /// documents of another revision have to be made again.
  public static String revision() {
    try (InputStream golden = ViewStore.class.getResourceAsStream(GOLDEN)) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(Objects.requireNonNull(golden, GOLDEN).readAllBytes());
      return FORM + "." + HexFormat.of().formatHex(hash).substring(0, REVISION_LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Does not connect yet. Calls do, and fail within seconds if no server answers.
  ///
  /// @param uri a MongoDB connection string; a database in it is used instead of `powow`
  /// @param timeout how long a call waits for a server to be available, and how long for its answer
  public static ViewStore at(String uri, Duration timeout) {
    ConnectionString connection = new ConnectionString(uri);
    long millis = timeout.toMillis();
    MongoClientSettings settings =
        MongoClientSettings.builder()
            .applyConnectionString(connection)
            .applicationName("powow")
            .applyToClusterSettings(
                cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
            .applyToSocketSettings(socket ->
                socket
                    .connectTimeout((int) millis, TimeUnit.MILLISECONDS)
                    .readTimeout((int) millis, TimeUnit.MILLISECONDS))
            .build();
    MongoClient client = MongoClients.create(settings);
    String name = Objects.requireNonNullElse(connection.getDatabase(), DEFAULT_DATABASE);
    return new ViewStore(client, client.getDatabase(name + "_v" + FORM));
  }

  public <T extends StoredView> ViewCollection<T> collection(String name, ViewCodec<T> codec) {
    return new ViewCollection<>(
        database
            .getCollection(name, codec.getEncoderClass())
            .withCodecRegistry(
                CodecRegistries.fromRegistries(
                    CodecRegistries.fromCodecs(codec),
                    MongoClientSettings.getDefaultCodecRegistry())),
        codec);
  }

  /// Another store on the same server, for views that are thrown away: [#drop] it after use. Closing
  /// it closes nothing.
  public ViewStore beside(String name) {
    return new ViewStore(client, client.getDatabase(database.getName() + '_' + name));
  }

  /// The names of stores [#beside] this one that begin so.
  public List<String> namesBeside(String prefix) {
    String before = database.getName() + '_';
    List<String> names = new ArrayList<>();
    for (String name : client.listDatabaseNames()) {
      if (name.startsWith(before + prefix)) {
        names.add(name.substring(before.length()));
      }
    }
    return names;
  }

  /// The documents of a collection with these ids, as they are stored. Absent ones are omitted.
  ///
  /// @param fields only these; all if there are none
  public Map<String, BsonDocument> documents(
      String collection, Collection<String> ids, String... fields) {
    Map<String, BsonDocument> found = new LinkedHashMap<>();
    database
        .getCollection(collection, BsonDocument.class)
        .find(Filters.in("_id", ids))
        .projection(fields.length == 0 ? null : Projections.include(fields))
        .forEach(document -> found.put(document.getString("_id").getValue(), document));
    return found;
  }

  /// Checks that the server answers.
  ///
  /// @return true
  /// @throws com.mongodb.MongoException if it does not
  public boolean ping() {
    var _ = database.runCommand(PING);
    return true;
  }

  /// Has the embedded store remove from its files what was deleted or replaced. That takes a while:
  /// see [#purged].
  ///
  /// @return a ticket; empty if this is a MongoDB, whose operators decide that
  OptionalLong purge() {
    try {
      return OptionalLong.of(purge(0).getLong("ticket"));
    } catch (MongoCommandException e) {
      if (e.getErrorCode() == UNKNOWN_COMMAND) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  /// Whether the store has removed what was deleted or replaced before it gave the ticket.
  ///
  /// @throws IllegalStateException if it has failed
  boolean purged(long ticket) {
    Document answer = purge(ticket);
    if (answer.getBoolean("failed")) {
      throw new IllegalStateException("the files of the views could not be purged");
    }
    return answer.getBoolean("done");
  }

  private Document purge(long ticket) {
    return database.runCommand(new BsonDocument("purgeDeleted", new BsonInt64(ticket)));
  }

  /// Claims are stored beside the views, so deleting the views deletes them too.
  public Claims claims(String edition, int segments) {
    return new MongoClaims(database.getCollection("claims", BsonDocument.class), edition, segments);
  }

  /// Deletes all views. They are rebuilt from the log at the next start.
  public void drop() {
    database.drop();
  }

  @Override
  public void close() {
    client.close();
  }
}
