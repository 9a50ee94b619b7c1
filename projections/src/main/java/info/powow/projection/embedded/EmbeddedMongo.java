package info.powow.projection.embedded;

import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A server on the loopback address that speaks MongoDB's protocol, keeps everything in memory, and
/// requires a password. The views are rebuilt from the log at each start.
///
/// It uses a single thread. The library encodes documents while another of its threads may be
/// changing them; with one thread, every read is consistent.
public final class EmbeddedMongo implements AutoCloseable {
  /// Characters that need no escaping in a connection string.
  private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9._~-]{16,256}");

  private static final int RANDOM_BYTES = 32;

  private final WireServer server;
  private final String password;

  private EmbeddedMongo(WireServer server, String password) {
    this.server = server;
    this.password = password;
  }

  /// Starts on a free port, with a random password.
  public static EmbeddedMongo start() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return start(0, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /// @param port the port to listen on; 0 for a free one
  public static EmbeddedMongo start(int port, String password) {
    if (!PASSWORD.matcher(password).matches()) {
      throw new IllegalArgumentException(
          "the password of the embedded views must match " + PASSWORD.pattern());
    }
    return new EmbeddedMongo(new WireServer(new Backend(password), port), password);
  }

  /// Host and port.
  public String address() {
    InetSocketAddress address = server.address();
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /// The connection string for drivers. It contains the password.
  public String uri() {
    return uri(address(), password);
  }

  /// The connection string of an embedded server in another process.
  public static String uri(String address, String password) {
    return "mongodb://%s:%s@%s/?authMechanism=PLAIN&authSource=%%24external"
        .formatted(AuthenticatingBackend.USER, password, address);
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Backend extends AuthenticatingBackend {
    Backend(String password) {
      super(password);
    }

    @Override
    public MemoryDatabase openOrCreateDatabase(String databaseName) {
      return new Database(databaseName, getCursorRegistry());
    }
  }

  private static final class Database extends MemoryDatabase {
    Database(String databaseName, CursorRegistry cursorRegistry) {
      super(databaseName, cursorRegistry);
    }

    /// Uses the index on `_id` even if there are other conditions, as guarded writes have.
    @Override
    protected Index<Integer> openOrCreateUniqueIndex(
        String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
      return new MemoryUniqueIndex(indexName, keys, sparse) {
        @Override
        public synchronized boolean canHandle(Document query) {
          if (!query.keySet().containsAll(keySet())) {
            return false;
          }
          Document ofKeys = new Document();
          keySet().forEach(key -> ofKeys.put(key, query.get(key)));
          return super.canHandle(ofKeys);
        }
      };
    }

    @Override
    protected MemoryCollection openOrCreateCollection(
        String collectionName, CollectionOptions options) {
      return new MemoryCollection(this, collectionName, options, cursorRegistry) {
        /// Counting bytes would encode every document twice more at each write, and nobody needs
        /// the count.
        @Override
        protected boolean tracksDataSize() {
          return false;
        }
      };
    }
  }
}
