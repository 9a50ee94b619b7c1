package info.powow.projection.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import info.powow.domain.PersonId;
import info.powow.projection.mongo.ViewStore;
import info.powow.projection.mongo.ViewsPurge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store in a folder.
class StoreFolderIT {
  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void name() {
    folder = parent.resolve("views");
  }

  private <T> T in(Function<MongoCollection<Document>, T> use) throws IOException {
    try (EmbeddedMongo mongo = EmbeddedMongo.start(folder);
        MongoClient client = MongoClients.create(mongo.uri())) {
      return use.apply(client.getDatabase("powow").getCollection("messages"));
    }
  }

  private long count() throws IOException {
    return in(MongoCollection::countDocuments);
  }

  private void fill() throws IOException {
    boolean unused =
        in(messages -> {
          messages.createIndex(Indexes.ascending("by"));
          for (int i = 0; i < 50; i++) {
            messages.insertOne(new Document("_id", "m" + i).append("by", i % 5));
          }
          return true;
        });
  }

  @Test
  void documentsAndIndexesOutliveTheServer() throws IOException {
    fill();
    boolean unused =
        in(messages -> {
          assertThat(messages.find(Filters.eq("by", 2)).into(new ArrayList<>())).hasSize(10);
          assertThat(messages.listIndexes().into(new ArrayList<>())).hasSize(2);
          messages.insertOne(new Document("_id", "new").append("by", 2));
          return true;
        });
    assertThat(count()).isEqualTo(51);
  }

  @Test
  void theFolderBelongsToItsUserAlone() throws IOException {
    fill();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void documentsOfAnotherRevisionAreDeleted() throws IOException {
    fill();
    DocumentStore.in(folder, "another revision").close();
    assertThat(count()).isZero();
  }

  @Test
  void anUnreadableStoreIsDeleted() throws IOException {
    fill();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().contains("MANIFEST-")).toList()) {
        Files.writeString(file, "not a manifest");
      }
    }
    assertThat(count()).isZero();
    fill();
    assertThat(count()).isEqualTo(50);
  }

  @Test
  void aStoreThatAnotherProcessUsesStays() throws IOException {
    fill();
    try (EmbeddedMongo mongo = EmbeddedMongo.start(folder)) {
      assertThatThrownBy(() -> EmbeddedMongo.start(folder)).isInstanceOf(IOException.class);
    }
    assertThat(count()).isEqualTo(50);
  }

  /// The random part is not compressed, and found as it is.
  @Test
  void afterAPurgeNothingIsInTheFilesThatWasReplacedOrDeleted() throws IOException {
    String replaced = "tell nobody 8f3kq0zj5vw1";
    String deleted = "a secret too x9d2m7hb4tr6";
    String kept = "for everybody p5n8c1ys3gl0";
    boolean unused =
        in(messages -> {
          messages.insertOne(new Document("_id", "a").append("text", replaced));
          messages.insertOne(new Document("_id", deleted).append("text", deleted));
          messages.insertOne(new Document("_id", "c").append("text", kept));
          return true;
        });
    // Once more, so that it is in tables as well as in the write-ahead log.
    unused =
        in(messages -> {
          messages.replaceOne(
              Filters.eq("_id", "a"), new Document("text", replaced).append("n", 1));
          return true;
        });
    assertThat(grep(replaced)).isTrue();
    assertThat(grep(deleted)).isTrue();

    try (EmbeddedMongo mongo = EmbeddedMongo.start(folder);
        ViewStore store = ViewStore.at(mongo.uri(), Duration.ofSeconds(5));
        MongoClient client = MongoClients.create(mongo.uri())) {
      MongoCollection<Document> messages = client.getDatabase("powow").getCollection("messages");
      messages.replaceOne(Filters.eq("_id", "a"), new Document("text", "withheld"));
      messages.deleteOne(Filters.eq("_id", deleted));
      assertThat(grep(replaced)).isTrue();

      ViewsPurge purge = new ViewsPurge(store, Duration.ofSeconds(30));
      purge.accept(new PersonId("ada"));
      assertThat(grep(replaced)).isFalse();
      assertThat(grep(deleted)).isFalse();
      assertThat(grep(kept)).isTrue();

      purge.accept(new PersonId("bob"));
      assertThat(messages.find(Filters.eq("_id", "c")).first()).containsEntry("text", kept);
    }
    assertThat(grep(replaced)).isFalse();
    assertThat(count()).isEqualTo(2);
  }

  private boolean grep(String text) throws IOException {
    byte[] wanted = text.substring(text.lastIndexOf(' ') + 1).getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (content.contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void aStoreThatIsClosedAnswersNobody() throws IOException {
    DocumentStore store = DocumentStore.in(folder, "");
    store.close();
    store.close();
    List<Runnable> calls = List.of(() -> store.run(() -> true), store::purge, store::reopen);
    calls.forEach(call -> assertThatThrownBy(call::run).isInstanceOf(StoreFailure.class));
  }
}
