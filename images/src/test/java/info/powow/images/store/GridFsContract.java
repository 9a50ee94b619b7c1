package info.powow.images.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import info.powow.domain.image.ContentHash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;

/// The contract of GridFS on any server with MongoDB's protocol.
abstract class GridFsContract extends ImageStoreContract {
  private static final String DATABASE = "pictures";

  /// @param database may be empty
  abstract String uri(String database);

  @Override
  ImageStore open(Clock clock) {
    return new GridFsImageStore(uri(DATABASE), Duration.ofSeconds(5), clock);
  }

  @Override
  void endWhilePutting(ContentHash hash, String name, Instant at) {
    String file = hash.value() + "/" + name;
    String putting = new ObjectId(Date.from(at)).toHexString();
    try (MongoClient client = MongoClients.create(uri(""))) {
      for (int number = 0; number < 2; number++) {
        chunks(client)
            .insertOne(
                new Document("_id", file + "/" + putting + "/" + number)
                    .append("files_id", file)
                    .append("n", number)
                    .append("data", new Binary(new byte[1])));
      }
    }
  }

  @Override
  long unfinished() {
    try (MongoClient client = MongoClients.create(uri(""))) {
      Set<String> puttings = new HashSet<>();
      for (Document chunk : chunks(client).find()) {
        String file = chunk.getString("files_id");
        String putting = chunk.getString("_id").split("/", -1)[2];
        Document whole =
            database(client).getCollection("images.files").find(Filters.eq("_id", file)).first();
        if (whole == null || !Objects.equals(putting, whole.getString("putting"))) {
          puttings.add(putting);
        }
      }
      return puttings.size();
    }
  }

  private static MongoDatabase database(MongoClient client) {
    return client.getDatabase(DATABASE);
  }

  private static MongoCollection<Document> chunks(MongoClient client) {
    return database(client).getCollection("images.chunks");
  }
}
