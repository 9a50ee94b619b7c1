package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.client.StompConnection;
import info.powow.standalone.e2e.TestPeople.Person;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The demo from the point of view of a visitor who is signed in as one of its people.
class DemoE2E {
  private static final int TIMEOUT = 60;

  @Test
  void aVisitorSeesALivingSystemThatGoesOnAfterARestartAndAnAnalystAsksAboutIt() throws Exception {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "e2e")), "demo-");
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        PowowProcess powow =
            PowowProcess.start(folder, "--powow.demo.enabled=true", "--powow.demo.pace=100")) {
      TestPeople people = new TestPeople(http, powow.http());
      awaitFirstNight(powow);
      Person bottom = people.signIn("bottom", "midsummer");
      BlockingQueue<JsonNode> signals = new LinkedBlockingQueue<>();
      await(messages(powow, http, bottom, signals), 25);
      assertThat(types(signals)).contains("typing");
      assertThat(nearby(people, bottom, "services")).isNotEmpty();
      assertThat(nearby(people, bottom, "people")).isNotEmpty();

      powow.kill();
      powow.restart();
      await(messages(powow, http, bottom, signals), 25);

      int conversations = 0;
      for (JsonNode entry : people.read(bottom, "/api/conversations").path("conversations")) {
        Set<String> keys = new HashSet<>();
        for (String key : keysIn(people, bottom, entry.path("conversationId").asString())) {
          assertThat(keys.add(key)).as("%s was sent once", key).isTrue();
        }
        conversations++;
      }
      assertThat(conversations).isGreaterThanOrEqualTo(2);

      assertThat(Walkthrough.run(powow, folder.resolve("walkthrough"))).isGreaterThanOrEqualTo(7);
    }
  }

  /// The search results in Athens, once the index has them.
  private static JsonNode nearby(TestPeople people, Person person, String kind) throws Exception {
    for (int tries = 0; tries < TIMEOUT * 10; tries++) {
      JsonNode found =
          people
              .get(person, "/api/nearby/" + kind + "?lat=37.98&lon=23.73&radius=30000")
              .body()
              .path(kind);
      if (!found.isEmpty()) {
        return found;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("nothing is found in Athens");
  }

  /// Checked in the log, because attempts to sign in would count as wrong passwords.
  private static void awaitFirstNight(PowowProcess powow) throws InterruptedException {
    for (int tries = 0; tries < TIMEOUT * 10; tries++) {
      if (powow.output().contains("The demo plays")) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the demo does not begin:\n" + powow.lastOutput());
  }

  private static BlockingQueue<JsonNode> messages(
      PowowProcess powow, HttpClient http, Person person, BlockingQueue<JsonNode> signals)
      throws Exception {
    BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    StompConnection visitor =
        StompConnection.open(
            http,
            powow.socket(),
            person.token(),
            (destination, body) -> {
              if (destination.equals("/user/queue/signals")) {
                signals.add(body);
              } else if (body.path("type").asString("").equals("messageSent")) {
                messages.add(body);
              }
            });
    StompConnection.await(visitor.subscribe("/user/queue/signals", Map.of()));
    StompConnection.await(visitor.subscribe("/user/queue/events", Map.of()));
    return messages;
  }

  private static void await(BlockingQueue<JsonNode> messages, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      assertThat(messages.poll(TIMEOUT, TimeUnit.SECONDS)).as("message %d", i).isNotNull();
    }
  }

  private static List<String> types(BlockingQueue<JsonNode> signals) {
    return signals.stream().map(signal -> signal.path("type").asString("")).toList();
  }

  private static List<String> keysIn(TestPeople people, Person person, String conversation)
      throws Exception {
    List<String> keys = new ArrayList<>();
    for (long after = -1; ; ) {
      JsonNode page =
          people
              .read(
                  person,
                  "/api/conversations/%s/events?limit=500&after=%d".formatted(conversation, after))
              .path("events");
      if (page.isEmpty()) {
        return keys;
      }
      for (JsonNode event : page) {
        after = event.path("position").asLong();
        if (event.path("type").asString().equals("messageSent")) {
          keys.add(event.path("sender").asString() + " " + event.path("key").asString());
        }
      }
    }
  }
}
