package info.powow.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import info.powow.domain.PersonId;
import info.powow.notify.outbox.OutboxRow.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MongoOutboxIT extends OutboxConformance {
  private @Nullable MongoServer server;
  private String uri = "";

  @Override
  Outbox open() {
    if (server == null) {
      server = new MongoServer(new MemoryBackend());
      uri = server.bindAndGetConnectionString();
    }
    return MongoOutbox.at(uri, Duration.ofSeconds(10));
  }

  @Test
  void aDatabaseThatIsAwayIsUnavailable() {
    Objects.requireNonNull(server).shutdownNow();
    server = null;
    PersonId bob = new PersonId("bob");
    try (Outbox away = MongoOutbox.at(uri, Duration.ofMillis(100))) {
      assertThatThrownBy(() -> away.tray(bob)).isInstanceOf(Outbox.Unavailable.class);
      assertThatThrownBy(() -> away.due(Lane.PUSH, Instant.EPOCH, 1))
          .isInstanceOf(Outbox.Unavailable.class);
      assertThatThrownBy(() -> away.count("c", "sent")).isInstanceOf(Outbox.Unavailable.class);
      assertThatThrownBy(() -> away.commit(List.of(), List.of()))
          .isInstanceOf(Outbox.Unavailable.class);
    }
  }

  /// What is due is read in the order of an index, and so is what a process that has ended was
  /// sending.
  @Test
  void rowsAreReadByAnIndex() {
    try (Outbox outbox = open();
        MongoClient client = MongoClients.create(uri)) {
      assertThat(outbox.due(Lane.PUSH, Instant.EPOCH, 1)).isEmpty();
      List<List<String>> indexes = new ArrayList<>();
      client
          .getDatabase("powow_notify")
          .getCollection("rows")
          .listIndexes()
          .forEach(index -> indexes.add(List.copyOf(index.get("key", Document.class).keySet())));

      assertThat(indexes)
          .contains(List.of("lane", "segment", "due", "_id"), List.of("segment", "epoch"));
    }
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.shutdownNow();
    }
  }
}
