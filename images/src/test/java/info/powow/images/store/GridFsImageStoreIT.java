package info.powow.images.store;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// On the embedded server with MongoDB's protocol.
class GridFsImageStoreIT extends GridFsContract {
  private static MongoServer server;

  @BeforeAll
  static void start() {
    server = new MongoServer(new MemoryBackend());
    server.bind();
  }

  @AfterAll
  static void stop() {
    server.shutdownNow();
  }

  @Override
  String server() {
    return "mongodb://127.0.0.1:" + server.getLocalAddress().getPort();
  }
}
