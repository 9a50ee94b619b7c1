package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import info.powow.client.Device;
import info.powow.client.PowowClient;
import info.powow.client.ResumePoint;
import info.powow.client.Session;
import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.PushService.Push;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Map<String, Object> PLACE =
      Map.of("lat", 47.3769, "lon", 8.5417, "label", "Zurich");

  private final GreenMail mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private PushService browsers;
  private PowowProcess powow;
  private PowowClient client;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    browsers = new PushService();
    mailServer.start();
    Path target = Files.createDirectories(Path.of("target", "e2e"));
    powow =
        PowowProcess.start(
            Files.createTempDirectory(target, "push-"),
            "--powow.push.allowed-origins=" + browsers.origin(),
            "--powow.mail.host=127.0.0.1",
            "--powow.mail.port=" + mailServer.getSmtp().getPort(),
            "--powow.mail.encryption=none");
    client = new PowowClient(powow.http(), Clock.systemUTC());
  }

  @AfterAll
  void stop() {
    client.close();
    powow.close();
    browsers.close();
    mailServer.stop();
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

  /// The whole way of a mail: consent, a campaign that two people are needed for, and one click that
  /// ends it.
  @Test
  void aCampaignReachesWhoHasAgreedAndStopsWithOneClick() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      TestPeople people = new TestPeople(http, powow.http());
      Person bob = people.signUp("bob");
      assertThat(
              put(
                      people,
                      bob,
                      "/api/me/mail",
                      "{\"address\":\"bob@example.org\",\"language\":\"en\"}")
                  .status())
          .isEqualTo(200);
      String confirmation = linkIn(mail(0), "confirmations");
      assertThat(people.get(null, confirmation).status()).isEqualTo(200);
      assertThat(form(people, confirmation, "").status()).isEqualTo(200);
      String unknown = confirmation.substring(0, confirmation.length() - 9);
      assertThat(people.get(null, unknown).body().path("code").asString())
          .isEqualTo("link_expired");
      HttpResponse<String> page =
          http.send(
              HttpRequest.newBuilder(powow.http().resolve(unknown))
                  .header("accept", "text/html,*/*;q=0.8")
                  .header("accept-language", "de, pl;q=0.9, en;q=0.8")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(404);
      assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
      assertThat(page.body()).contains("lang=\"pl\"").contains("Ten link wygasł.");
      assertThat(put(people, bob, "/api/me/mail/topics/news", "{\"wanted\":true}").status())
          .isEqualTo(200);

      Person author = campaigner(people, "ada");
      Person other = campaigner(people, "eve");
      Answer drafted =
          people.post(
              author,
              "/api/campaigns",
              Map.of(
                  "texts",
                  List.of(
                      Map.of(
                          "language",
                          "en",
                          "subject",
                          "Summer fair",
                          "text",
                          "Come!\n\nBring cake."))));
      assertThat(drafted.status()).as(drafted.toString()).isEqualTo(201);
      String campaign = "/api/campaigns/" + drafted.body().path("campaignId").asString();
      assertThat(people.post(author, campaign + "/start", Map.of()).body().path("code").asString())
          .isEqualTo("campaign_not_approved");
      assertThat(
              people.post(author, campaign + "/approve", Map.of()).body().path("code").asString())
          .isEqualTo("self_approval");
      assertThat(people.post(bob, campaign + "/approve", Map.of()).status()).isEqualTo(401);
      assertThat(people.post(other, campaign + "/approve", Map.of()).status()).isEqualTo(200);
      assertThat(
              people.post(author, campaign + "/start", Map.of()).body().path("status").asString())
          .isEqualTo("sending");

      MimeMessage news = mail(1);
      assertThat(news.getSubject()).isEqualTo("Summer fair");
      assertThat(news.getHeader("List-Unsubscribe-Post"))
          .containsExactly("List-Unsubscribe=One-Click");
      String stop = linkIn(news, "unsubscribe");
      // Scanners follow links.
      assertThat(people.get(null, stop).status()).isEqualTo(200);
      assertThat(people.read(bob, "/api/me/mail").path("topics").toString()).contains("news");
      assertThat(form(people, stop, "List-Unsubscribe=One-Click").status()).isEqualTo(200);
      assertThat(people.read(bob, "/api/me/mail").path("topics").toString()).doesNotContain("news");
      assertThat(people.read(author, campaign).path("sent").asInt()).isEqualTo(1);
      JsonNode newest = people.read(author, "/api/campaigns?limit=1").path("campaigns").path(0);
      assertThat(newest.path("campaignId").asString())
          .isEqualTo(drafted.body().path("campaignId").asString());
      assertThat(newest.path("subject").asString()).isEqualTo("Summer fair");
      assertThat(newest.path("status").asString()).isEqualTo("sending");
      assertThat(newest.path("sent").asInt()).isEqualTo(1);
      assertThat(newest.has("texts")).isFalse();
      assertThat(people.get(bob, "/api/campaigns").status()).isEqualTo(401);

      assertThat(put(people, bob, "/api/me/mail", "{}").status()).isEqualTo(200);
      HttpResponse<String> tooLate =
          http.send(
              HttpRequest.newBuilder(powow.http().resolve(confirmation))
                  .header("accept", "text/html")
                  .header("content-type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(tooLate.statusCode()).isEqualTo(404);
      assertThat(tooLate.body()).contains("This link has expired.");
    }
  }

  private MimeMessage mail(int index) {
    assertThat(mailServer.waitForIncomingEmail(TIMEOUT * 1_000L, index + 1)).isTrue();
    return mailServer.getReceivedMessages()[index];
  }

  /// The path of a link.
  private static String linkIn(MimeMessage mail, String kind) throws Exception {
    String text = ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent().toString();
    Matcher link = Pattern.compile("/api/mail/" + kind + "/[A-Za-z0-9_-]+").matcher(text);
    assertThat(link.find()).as(text).isTrue();
    return link.group();
  }

  private Person campaigner(TestPeople people, String name) throws Exception {
    Person person = people.signUp(name);
    assertThat(
            AdminTool.run(
                new String[] {
                  "admin", powow.data().toString(), "grant", person.handle(), "support"
                }))
        .isZero();
    Answer token =
        people.post(
            person,
            "/api/staff/tokens",
            Map.of(
                "scopes", List.of("campaign"), "reason", "A test", "password", person.password()));
    assertThat(token.status()).as(token.toString()).isEqualTo(201);
    return new Person(
        person.id(), person.handle(), person.password(), token.body().path("token").asString());
  }

  private Answer put(TestPeople people, Person person, String path, String json) throws Exception {
    return people.send(
        HttpRequest.newBuilder(powow.http().resolve(path))
            .header("authorization", "Bearer " + person.token())
            .header("content-type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private Answer form(TestPeople people, String path, String body) throws Exception {
    return people.send(
        HttpRequest.newBuilder(powow.http().resolve(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
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

  /// A minute after it was published: to whom it fits, and whom its change concerns. Nobody is told
  /// of what was cancelled within that minute, or of what is too far away.
  @Test
  void gatheringsReachWhomTheyFitAndWhoAttendsThem() throws Exception {
    Session ada = newcomer("ada");
    interestedIn("chess", 47.3769, 8.5417, "/near");
    Session far = interestedIn("chess", 47.4800, 8.5417, "/far");
    Session attendee = newcomer("eve");
    subscribe(attendee, "/attendee");

    String cancelled = publish(ada, "Chess in the rain");
    ada.delete("/api/gatherings/" + cancelled);
    String walk = publish(ada, "A walk");
    attendee.put("/api/gatherings/" + walk + "/answer", Map.of("answer", "going"));
    ada.patch("/api/gatherings/" + walk, Map.of("title", "A longer walk", "place", PLACE));
    ada.patch("/api/gatherings/" + walk, schedule(Instant.now().plus(4, ChronoUnit.DAYS)));
    String chess = publish(ada, "Chess for beginners");

    Map<String, JsonNode> told = new HashMap<>();
    while (told.size() < 2) {
      Push push = nextOfGathering();
      assertThat(told.put(push.path(), push.json())).as(push.path()).isNull();
    }
    JsonNode fits = Objects.requireNonNull(told.get("/near"));
    assertThat(fits.path("type").asString()).isEqualTo("gathering");
    assertThat(fits.path("gatheringId").asString()).isEqualTo(chess);
    assertThat(fits.path("title").asString()).isEqualTo("Chess for beginners");
    JsonNode moved = Objects.requireNonNull(told.get("/attendee"));
    assertThat(moved.path("gatheringId").asString()).isEqualTo(walk);
    assertThat(moved.path("title").asString()).isEqualTo("A longer walk");
    String device = far.get("/api/me/devices").path("devices").path(0).path("deviceId").asString();
    far.post("/api/me/devices/" + device + "/test", Map.of());
    assertThat(nextOfGathering().json().path("type").asString()).isEqualTo("test");
  }

  private Push nextOfGathering() throws InterruptedException {
    while (true) {
      Push push = browsers.pushes.poll(2 * TIMEOUT, TimeUnit.SECONDS);
      assertThat(push).isNotNull();
      assertThat(browsers.faults).isEmpty();
      if (List.of("/near", "/far", "/attendee").contains(push.path())) {
        return push;
      }
    }
  }

  private Session interestedIn(String interest, double lat, double lon, String path)
      throws Exception {
    Session person = newcomer("cleo");
    person.patch("/api/me", Map.of("interests", List.of(interest)));
    Map<String, Object> settings = new HashMap<>();
    settings.put("nearby", Map.of("level", "interests", "radius", 5_000));
    person.put("/api/me/notifications", settings);
    try (Device device = person.connect(ResumePoint.START, _ -> {})) {
      device.send("/app/place", Map.of("lat", lat, "lon", lon));
    }
    subscribe(person, path);
    return person;
  }

  private static String publish(Session host, String title) throws Exception {
    Map<String, Object> gathering = new HashMap<>(schedule(Instant.now().plus(3, ChronoUnit.DAYS)));
    gathering.put("title", title);
    gathering.put("place", PLACE);
    return host.post("/api/gatherings", UUID.randomUUID().toString(), gathering)
        .path("gatheringId")
        .asString();
  }

  private static Map<String, Object> schedule(Instant start) {
    Instant second = start.truncatedTo(ChronoUnit.SECONDS);
    return Map.of(
        "start", second.toString(),
        "end", second.plus(2, ChronoUnit.HOURS).toString(),
        "zone", "Europe/Zurich");
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
