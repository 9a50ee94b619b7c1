package info.powow.images.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

/// On a real MongoDB, where `MONGODB_URI` names one; otherwise it says that it was not tried.
class GridFsOnMongoIT extends GridFsContract {
  private static final String URI = System.getenv().getOrDefault("MONGODB_URI", "");

  @BeforeAll
  static void needAMongo() {
    assumeTrue(
        !URI.isEmpty(), "NOT TRIED on a real MongoDB: MONGODB_URI names none (mongodb://host)");
  }

  @Override
  String server() {
    return URI;
  }
}
