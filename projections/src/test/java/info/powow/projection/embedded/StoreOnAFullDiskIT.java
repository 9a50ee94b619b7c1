package info.powow.projection.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Uses a small disk of its own, which requires root; otherwise, this test is skipped.
@Timeout(120)
class StoreOnAFullDiskIT {
  private static final int DISK_MIB = 48;
  private static final int BALLAST_MIB = 24;
  private static final int DOCUMENT_BYTES = 64 << 10;

  /// Longer than the store waits before it tries to open itself again.
  private static final Duration FULL_FOR = Duration.ofSeconds(3);

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Path disk;
  private final Path ballast;
  private final Random random = new Random(7);
  private final Set<String> acknowledged = new HashSet<>();
  private int next;

  StoreOnAFullDiskIT(@TempDir Path folder) throws IOException {
    this.disk = Files.createDirectory(folder.resolve("disk"));
    this.ballast = disk.resolve("ballast");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", disk.toString()),
        "SKIPPED: a full disk can only be tried as root, where a tmpfs can be mounted");
    Files.write(ballast, new byte[BALLAST_MIB << 20]);
  }

  @AfterEach
  void unmount() throws Exception {
    boolean _ = run("umount", disk.toString());
  }

  private boolean insert(MongoCollection<Document> messages) {
    byte[] bytes = new byte[DOCUMENT_BYTES];
    random.nextBytes(bytes);
    String id = "m" + next++;
    try {
      messages.insertOne(new Document("_id", id).append("bytes", new Binary(bytes)));
      acknowledged.add(id);
      return true;
    } catch (MongoException full) {
      return false;
    }
  }

  /// Takes what is left, down to the last page.
  private void takeTheRest() throws IOException {
    try (OutputStream rest = Files.newOutputStream(disk.resolve("rest"))) {
      byte[] page = new byte[4_096];
      while (true) {
        rest.write(page);
      }
    } catch (IOException full) {
      assertThat(Files.exists(ballast)).isTrue();
    }
  }

  @Test
  void whenThereIsRoomAgainTheStoreGoesOnWithEverythingAcknowledged() throws Exception {
    try (EmbeddedMongo mongo = EmbeddedMongo.start(disk.resolve("views"));
        MongoClient client = MongoClients.create(mongo.uri())) {
      MongoCollection<Document> messages = client.getDatabase("powow").getCollection("messages");
      assertThat(insert(messages)).isTrue();
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      while (insert(messages)) {
        assertThat(System.nanoTime()).as("the disk is never full").isLessThan(deadline);
      }
      takeTheRest();
      long end = System.nanoTime() + FULL_FOR.toNanos();
      while (System.nanoTime() < end) {
        boolean _ = insert(messages);
      }

      Files.delete(ballast);
      Files.delete(disk.resolve("rest"));
      deadline = System.nanoTime() + TIMEOUT.toNanos();
      while (!insert(messages)) {
        assertThat(System.nanoTime()).as("the store never goes on").isLessThan(deadline);
      }

      Set<String> found = new HashSet<>();
      messages
          .find()
          .projection(new Document("_id", 1))
          .forEach(it -> found.add(it.getString("_id")));
      assertThat(found).containsAll(acknowledged);
    }
  }
}
