package info.powow.images.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

/// On the MongoDB that `MONGODB_URI` names; otherwise reported as skipped.
class GridFsOnMongoIT extends GridFsContract {
  private static final String URI = System.getenv().getOrDefault("MONGODB_URI", "");

  @BeforeAll
  static void needAMongo() {
    assumeTrue(
        !URI.isEmpty(), "NOT TRIED on a real MongoDB: MONGODB_URI names none (mongodb://host)");
  }

  @Override
  String uri(String database) {
    return URI + "/" + database;
  }
}
