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

/// Speaks MongoDB's protocol on the loopback address and keeps everything in memory:
/// the views are made again from the log at each start.
///
/// One thread does all the work. The server hands out documents that another of its threads may be
/// changing while they are encoded; with one thread, what is read is one state of the document.
public final class EmbeddedMongo implements AutoCloseable {
  private final MongoServer server;

  private EmbeddedMongo(MongoServer server) {
    this.server = server;
  }

  public static EmbeddedMongo start() {
    return start(0);
  }

  /// @param port on which it listens; 0 for a free one
  public static EmbeddedMongo start(int port) {
    MongoServer server = new MongoServer(new Backend());
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1, 1);
    return new EmbeddedMongo(server);
  }

  /// Where drivers find it.
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

    /// Also finds by `_id` what must meet other conditions besides, as every guarded write asks for.
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
        /// Counting bytes means encoding every document twice more at each write, and nobody asks
        /// for the count.
        @Override
        protected boolean tracksDataSize() {
          return false;
        }
      };
    }
  }
}
