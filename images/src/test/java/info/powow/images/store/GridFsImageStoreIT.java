package info.powow.images.store;

import info.powow.projection.embedded.EmbeddedMongo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// On the embedded server with MongoDB's protocol.
class GridFsImageStoreIT extends GridFsContract {
  private static EmbeddedMongo server;

  @BeforeAll
  static void start() {
    server = EmbeddedMongo.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  String uri(String database) {
    return server.uri().replace("/?", "/" + database + "?");
  }
}
