package info.powow.projection;

import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.BOB;
import static info.powow.projection.Sample.CHAT;
import static info.powow.projection.Sample.chat;
import static info.powow.projection.Sample.profile;
import static info.powow.projection.Sample.sent;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.projection.mongo.ViewCollection;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Views belong to an epoch of the log.
class LogEpochIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ViewsFixture fixture = new ViewsFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private void follow(MemoryLog log, String epoch) throws InterruptedException {
    try (Projector projector =
        new Projector(
            fixture.projection(epoch),
            log,
            ProjectorOptions.DEFAULT,
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            null)) {
      projector.start();
      assertThat(projector.awaitReached(log.head(), TIMEOUT)).isTrue();
    }
  }

  private static MemoryLog log(String... texts) {
    MemoryLog log = new MemoryLog().append(profile(ADA), profile(BOB), chat());
    for (int i = 0; i < texts.length; i++) {
      log.append(sent(CHAT, ADA, texts[i], i + 1));
    }
    return log;
  }

  @Test
  void afterARestoreViewsAreMadeAgain() throws InterruptedException {
    follow(log("one", "two", "three"), "before");
    // Shorter, and with another event at a position that the views have applied.
    MemoryLog restored = log("one", "another two");
    follow(restored, "after");
    try (ViewsFixture fresh = new ViewsFixture()) {
      assertThat(fixture.canonical())
          .isEqualTo(fresh.rebuild(restored, ProjectorOptions.DEFAULT).canonical());
    }
  }

  @Test
  void inTheSameEpochNothingIsMadeAgain() throws InterruptedException {
    MemoryLog log = log("one");
    follow(log, "one epoch");
    fixture
        .conversations()
        .conversations()
        .write(
            List.of(
                ViewCollection.updating(CHAT.value(), BsonDocument.parse("{$set: {planted: 1}}"))));
    follow(log.append(profile(Sample.CLEO)), "one epoch");
    assertThat(fixture.canonical().get("conversations/" + CHAT)).contains("planted");
  }
}
