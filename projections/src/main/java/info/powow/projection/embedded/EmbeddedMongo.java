package info.powow.projection.embedded;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// A server with the MongoDB protocol on the loopback address that keeps everything in memory. The
/// views are rebuilt from the log at each start.
///
/// It uses a single thread. The library encodes documents while another of its threads may be
/// changing them; with one thread, every read is consistent.
public final class EmbeddedMongo implements AutoCloseable {
  private final MongoServer server;

  private EmbeddedMongo(MongoServer server) {
    this.server = server;
  }

  public static EmbeddedMongo start() {
    return start(0);
  }

  /// @param port the port to listen on; 0 for a free one
  public static EmbeddedMongo start(int port) {
    MongoServer server = new MongoServer(new Backend());
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1, 1);
    return new EmbeddedMongo(server);
  }

  /// The connection string for drivers.
  public String uri() {
    InetSocketAddress address = server.getLocalAddress();
    return "mongodb://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class Backend extends MemoryBackend {
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
