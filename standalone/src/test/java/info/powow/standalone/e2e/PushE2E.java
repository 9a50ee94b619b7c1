package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.client.Device;
import info.powow.client.PowowClient;
import info.powow.client.ResumePoint;
import info.powow.client.Session;
import info.powow.standalone.e2e.PushService.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// People who are away are told over Web Push: the whole way, from SEND to what a browser decrypts.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushE2E {
  private static final int TIMEOUT = 60;
  private static final int KILLS = 2;

  private PushService browsers;
  private PowowProcess powow;
  private PowowClient client;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    browsers = new PushService();
    Path target = Files.createDirectories(Path.of("target", "e2e"));
    powow =
        PowowProcess.start(
            Files.createTempDirectory(target, "push-"),
            "--powow.push.allowed-origins=" + browsers.origin());
    client = new PowowClient(powow.http(), Clock.systemUTC());
  }

  @AfterAll
  void stop() {
    client.close();
    powow.close();
    browsers.close();
  }

  private Session newcomer(String name) throws IOException, InterruptedException {
    return client.signUp(
        name + "_" + UUID.randomUUID().toString().substring(0, 8),
        UUID.randomUUID().toString(),
        name);
  }

  private void subscribe(Session session, String path) throws Exception {
    subscribe(session, browsers, path);
  }

  static void subscribe(Session session, PushService browsers, String path) throws Exception {
    String keyId = session.get("/api/push/key").path("keyId").asString();
    session.post("/api/me/devices", browsers.subscribe(path, keyId));
  }

  /// Opens a private chat between two people who know each other.
  static String chat(Device one, Session first, Device other, Session second)
      throws InterruptedException {
    String chat =
        Objects.requireNonNull(
            one.send(
                    "/app/direct/open",
                    Map.of("key", UUID.randomUUID().toString(), "with", second.personId()))
                .conversation());
    say(one, chat, "Hello");
    other.send("/app/conversations/" + chat + "/accept", Map.of());
    say(other, chat, "Hello yourself");
    return chat;
  }

  static long say(Device device, String chat, String text) throws InterruptedException {
    return device
        .send(
            "/app/conversations/" + chat + "/send",
            Map.of("key", UUID.randomUUID().toString(), "text", text))
        .position();
  }

  private Push nextOf(String path, long position) throws InterruptedException {
    return nextOf(browsers, path, position);
  }

  static Push nextOf(PushService browsers, String path, long position) throws InterruptedException {
    while (true) {
      Push push = browsers.pushes.poll(TIMEOUT, TimeUnit.SECONDS);
      assertThat(push).as("a push of position " + position).isNotNull();
      assertThat(browsers.faults).isEmpty();
      if (push.path().equals(path) && push.json().path("position").asLong(-1) == position) {
        return push;
      }
    }
  }

  @Test
  void whoeverIsAwayIsToldAndCanAskWhy() throws Exception {
    Session ada = newcomer("ada");
    Session bob = newcomer("bob");
    Device adas = ada.connect(ResumePoint.START, _ -> {});
    Device bobs = bob.connect(ResumePoint.START, _ -> {});
    String chat = chat(adas, ada, bobs, bob);
    subscribe(bob, "/bob");
    bobs.close();

    long position = say(adas, chat, "Who has a ladder?");

    JsonNode told = nextOf("/bob", position).json();
    assertThat(told.path("type").asString()).isEqualTo("message");
    assertThat(told.path("conversationId").asString()).isEqualTo(chat);
    assertThat(told.path("text").asString()).isEqualTo("Who has a ladder?");
    assertThat(told.path("sender").asString()).isEqualTo("ada");
    assertThat(why(bob, chat, position).path("decision").asString()).isEqualTo("push");
  }

  @Test
  void whoeverLooksAtThePageIsNotTold() throws Exception {
    Session ada = newcomer("ada");
    Session bob = newcomer("bob");
    Device adas = ada.connect(ResumePoint.START, _ -> {});
    Device bobs = bob.connect(ResumePoint.START, _ -> {});
    String chat = chat(adas, ada, bobs, bob);
    subscribe(bob, "/reader");
    bobs.send("/app/session/attention", Map.of("active", true));

    long read = say(adas, chat, "You see this");
    JsonNode waiting = why(bob, chat, read);
    assertThat(waiting.path("decision").asString()).isEqualTo("wait");
    assertThat(waiting.path("reason").asString()).isEqualTo("active");
    bobs.send("/app/conversations/" + chat + "/read", Map.of("upTo", read));
    bobs.close();
    long unread = say(adas, chat, "And not this");

    Push told = browsers.pushes.poll(TIMEOUT, TimeUnit.SECONDS);
    assertThat(told).isNotNull();
    assertThat(told.path()).isEqualTo("/reader");
    assertThat(told.json().path("position").asLong()).isEqualTo(unread);
  }

  /// What was decided about a message, once that is known.
  static JsonNode why(Session person, String chat, long position)
      throws IOException, InterruptedException {
    String path = "/api/conversations/" + chat + "/messages/" + position + "/notification";
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT);
    while (true) {
      JsonNode why = person.get(path);
      if (why.has("decision") || System.nanoTime() > end) {
        return why;
      }
      Thread.sleep(50);
    }
  }

  /// A push that was handed over, and whose server died before it knew, goes again under the same
  /// tag and topic: it is shown once.
  @Test
  void nobodyIsToldTwiceThroughKills() throws Exception {
    Session ada = newcomer("ada");
    Session bob = newcomer("bob");
    Device adas = ada.connect(ResumePoint.START, _ -> {});
    Device bobs = bob.connect(ResumePoint.START, _ -> {});
    String chat = chat(adas, ada, bobs, bob);
    subscribe(bob, "/killed");
    bobs.close();
    Map<Long, String> tags = new HashMap<>();
    Map<Long, String> topics = new HashMap<>();
    for (int round = 0; round < KILLS; round++) {
      CountDownLatch isDead = new CountDownLatch(1);
      browsers.beforeAnswer(_ -> isDead.await());
      long position = say(adas, chat, "round " + round);
      Push first = nextOf("/killed", position);
      powow.kill();
      browsers.beforeAnswer(_ -> {});
      isDead.countDown();
      powow.restart();
      Push again = nextOf("/killed", position);
      assertThat(again.json().path("tag")).isEqualTo(first.json().path("tag"));
      assertThat(again.topic()).isEqualTo(first.topic());
      assertThat(tags.put(position, first.json().path("tag").asString())).isNull();
      topics.put(position, first.topic());
    }
    assertThat(tags.values()).doesNotHaveDuplicates();
    assertThat(topics.values()).doesNotHaveDuplicates();
    long last = say(adas, chat, "the end");
    Push end = browsers.pushes.poll(TIMEOUT, TimeUnit.SECONDS);
    assertThat(end).isNotNull();
    assertThat(end.json().path("position").asLong())
        .as("what was told before is not told again")
        .isEqualTo(last);
  }
}
