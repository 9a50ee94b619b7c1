package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.client.Device;
import info.powow.client.PowowClient;
import info.powow.client.ResumePoint;
import info.powow.client.Session;
import info.powow.client.StompConnection;
import info.powow.command.staff.RolesTool;
import info.powow.identity.InstallationSecret;
import info.powow.standalone.cluster.Cluster;
import info.powow.standalone.cluster.NeedsHaProxy;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Powow as several processes, tested from outside: through HAProxy, 2 command nodes, 2 query nodes
/// and 3 socket nodes behave like one process, even while any of them is killed and restarted.
///
/// `AXON_SERVER` (`host:grpcPort:httpPort`, in development mode, for tests only: its events are
/// deleted) and `MONGODB_URI` name real servers. Without them, a double of Axon Server and the
/// embedded store of views are used, and what is therefore not tested is reported.
///
/// `-Dcluster.story=all` runs the whole client suite instead of the part that concerns several
/// nodes, `-Dcluster.rounds=N` sets how often one of each kind is killed, `-Dcluster.seed=N`
/// repeats the same random choices.
@ExtendWith(NeedsHaProxy.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterE2E {
  private static final int ROUNDS = Integer.getInteger("cluster.rounds", 1);
  private static final long SEED = Long.getLong("cluster.seed", System.nanoTime());
  private static final Set<String> BETWEEN_NODES =
      Set.of("contract", "direct", "groups", "http", "resume", "retries", "signals");
  private static final Predicate<String> STORY =
      "all".equals(System.getProperty("cluster.story"))
          ? _ -> true
          : file -> BETWEEN_NODES.contains(file.replaceFirst("\\..*", ""));
  private static final int PEOPLE = 10;
  private static final int ENOUGH = 100;
  private static final Duration REBUILT_WITHIN = Duration.ofMinutes(1);
  private static final int WARM_UP = 100;
  private static final int MESSAGES = 300;
  private static final int MESSAGES_A_SECOND = 50;
  private static final CrashWriter.Manner STEADILY =
      new CrashWriter.Manner(2, Duration.ofMillis(400), true);

  private final Random random = new Random(SEED);
  private final PushService browsers;
  private final Cluster cluster;

  ClusterE2E() throws IOException, InterruptedException {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "e2e")), "cluster-");
    browsers = new PushService();
    cluster = Cluster.start(folder, PowowProcess.TOKEN_SECRET, browsers.origin());
  }

  @BeforeAll
  void sayWhatIsTried() {
    System.out.printf(
        "cluster test over %s: %d rounds, -Dcluster.seed=%d%n",
        Cluster.isOverARealAxonServer() ? "a real Axon Server" : "a DOUBLE of Axon Server",
        ROUNDS,
        SEED);
    if (!cluster.processes().contains("axonserver")) {
      System.err.printf(
          "%n*** SKIPPED: Axon Server itself is not killed: AXON_SERVER_COMMAND says how to start a real one ***%n%n");
    }
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
    browsers.close();
  }

  @Order(1)
  @TestFactory
  Stream<DynamicNode> stompjs() throws IOException, InterruptedException {
    return NodeSuite.installed(Path.of("src", "e2e"), Path.of("target", "e2e", "node-cluster"))
        .run(
            "test",
            STORY,
            2,
            Map.of(
                "POWOW_URL",
                cluster.http().toString(),
                "POWOW_TOKEN_SECRET",
                Base64.getEncoder().encodeToString(PowowProcess.TOKEN_SECRET)));
  }

  @Order(2)
  @Test
  void nothingIsLostOrDoubledWhicheverProcessIsKilled() throws Exception {
    try (CrashStory story = story()) {
      story.peopleMeet();
      story.during(() -> {
        for (int round = 0; round < ROUNDS; round++) {
          for (String victim : oneOfEachKind()) {
            crash(victim);
            story.requireNoViolation("after kill -9 of " + victim);
          }
        }
        return null;
      });
      awaitViews(story);
      int acknowledged = story.prove(ENOUGH);
      proveViews(story);
      System.out.printf(
          "cluster test: %d kills, %d acknowledged messages, none lost, none doubled%n",
          ROUNDS * oneOfEachKind().size(), acknowledged);
    }
  }

  private CrashStory story() {
    return new CrashStory(SEED, PEOPLE, STEADILY, cluster.http(), cluster.socket());
  }

  /// In random order; one random node of each kind.
  private List<String> oneOfEachKind() {
    List<String> processes = new ArrayList<>(cluster.processes());
    Collections.shuffle(processes, random);
    Map<String, String> kinds = new LinkedHashMap<>();
    for (String process : processes) {
      kinds.put(process.replaceFirst("-\\d$", ""), process);
    }
    return List.copyOf(kinds.values());
  }

  private void crash(String victim) throws IOException, InterruptedException {
    // A random moment: there is no signal to wait for.
    Thread.sleep(random.nextInt(200, 2_000));
    cluster.kill(victim);
    Thread.sleep(random.nextInt(0, 3_000));
    long began = System.nanoTime();
    cluster.restart(victim);
    System.out.printf(
        "cluster test: %s killed; all serve again %d ms after it was started%n",
        victim, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  /// If the embedded views were killed last, reads are refused until they are rebuilt.
  private static void awaitViews(CrashStory story) throws Exception {
    long end = System.nanoTime() + REBUILT_WITHIN.toNanos();
    while (true) {
      try {
        Map<String, String> unused = story.views();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  /// Views updated live equal views rebuilt from the log; only for embedded views, which are in
  /// memory.
  private void proveViews(CrashStory story) throws Exception {
    if (!cluster.processes().contains("views")) {
      System.err.printf("%n*** SKIPPED: views are not made anew: MONGODB_URI keeps them ***%n%n");
      return;
    }
    Map<String, String> live = story.views();
    cluster.kill("views");
    cluster.restart("views");
    // Until the nodes notice that their claims are gone, they show an empty store.
    long end = System.nanoTime() + REBUILT_WITHIN.toNanos();
    Map<String, String> rebuilt = Map.of();
    while (!rebuilt.equals(live) && System.nanoTime() < end) {
      try {
        rebuilt = story.views();
      } catch (IOException _) {
        // Refused, because the view is not rebuilt yet.
      }
    }
    Map<String, String> shown = rebuilt;
    assertThat(rebuilt.keySet()).isEqualTo(live.keySet());
    live.forEach((view, before) ->
        assertThat(shown.get(view)).as("%s, seed %d", view, SEED).isEqualTo(before));
  }

  @Order(3)
  @Test
  void nodesAreRestartedOneAfterTheOtherAndNobodyLosesAnything() throws Exception {
    try (CrashStory story = story()) {
      story.peopleMeet();
      story.during(() -> {
        for (String node : cluster.nodes()) {
          cluster.stop(node);
          cluster.restart(node);
          story.requireNoViolation("after the restart of " + node);
        }
        return null;
      });
      int acknowledged = story.prove(ENOUGH);
      List<Integer> codes =
          story.devices().stream().flatMap(device -> device.closeCodes().stream()).toList();
      // 1012 means: reconnect, the server is restarting.
      assertThat(codes)
          .as("with what the servers closed connections")
          .isNotEmpty()
          .containsOnly(1012);
      System.out.printf(
          "cluster test: rolling restart, %d connections sent away, %d acknowledged messages, none lost%n",
          codes.size(), acknowledged);
    }
  }

  @Order(4)
  @Test
  void whatIsSentAtOneSocketNodeIsPushedByAnother() throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      TestPeople people = new TestPeople(http, cluster.http());
      Person ada = people.signUp("ada");
      Person bob = people.signUp("bob");
      Map<String, Long> arrived = new ConcurrentHashMap<>();
      CountDownLatch all = new CountDownLatch(MESSAGES);
      StompConnection writing = connect(http, ada, cluster.socketOf("socket-1"));
      StompConnection reading =
          StompConnection.open(
              http,
              cluster.socketOf("socket-2"),
              bob.token(),
              (_, event) -> {
                if (event.path("key").asString("").startsWith("k")) {
                  arrived.put(event.path("key").asString(), System.nanoTime());
                  all.countDown();
                }
              });
      StompConnection.await(reading.subscribe("/user/queue/events", Map.of("resume", "{}")));
      String conversation =
          String.valueOf(
              StompConnection.await(
                      writing.send("/app/direct/open", Map.of("key", "chat", "with", bob.id())))
                  .conversation());
      String send = "/app/conversations/" + conversation + "/send";
      for (int i = 0; i < WARM_UP; i++) {
        StompConnection.await(writing.send(send, Map.of("key", "w" + i, "text", "hello")));
      }
      long[] intended = new long[MESSAGES];
      long began = System.nanoTime();
      for (int i = 0; i < MESSAGES; i++) {
        intended[i] = began + i * (1_000_000_000L / MESSAGES_A_SECOND);
        LockSupport.parkNanos(intended[i] - System.nanoTime());
        writing.sendUnanswered(send, Map.of("key", "k" + i, "text", "hello"));
      }
      assertThat(all.await(60, TimeUnit.SECONDS)).as("all are pushed").isTrue();
      long[] took = new long[MESSAGES];
      for (int i = 0; i < MESSAGES; i++) {
        took[i] = arrived.getOrDefault("k" + i, Long.MAX_VALUE) - intended[i];
      }
      Arrays.sort(took);
      System.out.printf(
          "cluster test over %s: from SEND at one socket node to the push from another, %d/s:"
              + " p50 %.1f ms, p99 %.1f ms, highest %.1f ms%n",
          Cluster.isOverARealAxonServer() ? "a real Axon Server" : "a DOUBLE of Axon Server",
          MESSAGES_A_SECOND,
          took[MESSAGES / 2] / 1e6,
          took[MESSAGES * 99 / 100] / 1e6,
          took[MESSAGES - 1] / 1e6);
      writing.disconnect();
      reading.disconnect();
    }
  }

  /// Any node answers operators for all nodes, and says which one is silent.
  @Order(6)
  @Test
  void operatorsSeeAllNodesAtAnyOfThem() throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      TestPeople people = new TestPeople(http, cluster.http());
      Person ada = people.signUp("ada");
      Person bob = people.signUp("bob");
      Person staff = grant(people, ada, "operator", "ops");

      JsonNode all = people.read(staff, "/api/ops/status");
      assertThat(all.path("nodes").valueStream())
          .as(all.path("nodes").toString())
          .hasSize(cluster.nodes().size())
          .allMatch(node -> !node.has("silentSince") && node.path("differs").isEmpty());

      StompConnection writing = connect(http, ada, cluster.socketOf("socket-1"));
      StompConnection reading = connect(http, bob, cluster.socketOf("socket-2"));
      StompConnection.await(reading.subscribe("/user/queue/events", Map.of("resume", "{}")));
      String conversation =
          String.valueOf(
              StompConnection.await(
                      writing.send("/app/direct/open", Map.of("key", "chat", "with", bob.id())))
                  .conversation());
      StompConnection.await(
          writing.send(
              "/app/conversations/" + conversation + "/send", Map.of("key", "k", "text", "hello")));
      JsonNode way = followed(people, staff, conversation);
      assertThat(
              way.path("steps")
                  .valueStream()
                  .map(step -> step.path("step").asString() + " " + step.path("node").asString()))
          .as(way.toString())
          .contains("read socket-1", "receipt socket-1", "flushed socket-2")
          .anyMatch(step -> step.startsWith("fsynced command-"))
          .anyMatch(step -> step.startsWith("projected query-"));

      TestPeople.Answer why =
          people.post(
              staff,
              "/api/ops/why",
              Map.of(
                  "personId",
                  bob.id(),
                  "conversationId",
                  conversation,
                  "position",
                  1,
                  "reason",
                  "Bob says that he got nothing"));
      assertThat(why.status()).as(why.toString()).isEqualTo(200);
      assertThat(why.body().path("facts").valueStream())
          .as(why.toString())
          .anyMatch(fact ->
              fact.path("fact").asString().equals("connected")
                  && fact.path("node").asString().equals("socket-2"));

      writing.disconnect();
      reading.disconnect();
      cluster.kill("socket-3");
      JsonNode silent = people.read(staff, "/api/ops/status");
      for (int i = 0; i < 40 && silentNodes(silent).isEmpty(); i++) {
        Thread.sleep(250);
        silent = people.read(staff, "/api/ops/status");
      }
      assertThat(silentNodes(silent)).containsExactly("socket-3 unreachable");
      cluster.restart("socket-3");
    }
  }

  /// Auditors and analysts are served by a process of their own; what needs the embedded log is refused.
  @Order(7)
  @Test
  void auditorsAndAnalystsAreServedByAProcessOfTheirOwn() throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      TestPeople people = new TestPeople(http, cluster.http());
      Person eve = people.signUp("eve");
      Person auditor = grant(people, eve, "auditor", "audit", "replay");
      assertThat(people.get(auditor, "/api/audit/cases").status()).isEqualTo(200);
      TestPeople.Answer replays = people.get(auditor, "/api/replays");
      assertThat(replays.status()).as(replays.toString()).isEqualTo(503);
      assertThat(replays.body().path("code").asString()).isEqualTo("replays_unavailable");
    }
  }

  private static List<String> silentNodes(JsonNode status) {
    return status
        .path("nodes")
        .valueStream()
        .filter(node -> node.has("silentSince"))
        .map(node -> node.path("name").asString() + " " + node.path("why").asString())
        .toList();
  }

  /// Waits until the views have the message.
  private static JsonNode followed(TestPeople people, Person staff, String conversation)
      throws Exception {
    JsonNode way = people.read(staff, "/api/ops/messages/" + conversation + "/1");
    for (int i = 0; i < 40 && !way.toString().contains("projected"); i++) {
      Thread.sleep(250);
      way = people.read(staff, "/api/ops/messages/" + conversation + "/1");
    }
    return way;
  }

  private Person grant(TestPeople people, Person person, String role, String... scopes)
      throws Exception {
    assertThat(
            RolesTool.run(
                InstallationSecret.of(
                    null, Base64.getEncoder().encodeToString(PowowProcess.TOKEN_SECRET)),
                cluster.managementOf("command-1").toString(),
                "grant",
                person.handle(),
                role))
        .isZero();
    TestPeople.Answer answer =
        people.post(
            person,
            "/api/staff/tokens",
            Map.of("scopes", List.of(scopes), "reason", "A test", "password", person.password()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return new Person(
        person.id(), person.handle(), person.password(), answer.body().path("token").asString());
  }

  /// Somebody is away; the process that notifies is killed, and told of a message afterwards.
  @Order(5)
  @Test
  void whoIsAwayIsToldAlsoAfterAKill() throws Exception {
    try (PowowClient client = new PowowClient(cluster.http(), Clock.systemUTC())) {
      Session ada = client.signUp("ada_" + random.nextInt(1 << 20), "correct horse", "Ada");
      Session bob = client.signUp("bob_" + random.nextInt(1 << 20), "correct horse", "Bob");
      Device adas = ada.connect(ResumePoint.START, _ -> {});
      Device bobs = bob.connect(ResumePoint.START, _ -> {});
      String chat = PushE2E.chat(adas, ada, bobs, bob);
      PushE2E.subscribe(bob, browsers, "/bob");
      bobs.close();

      long first = PushE2E.say(adas, chat, "Who has a ladder?");
      assertThat(PushE2E.nextOf(browsers, "/bob", first).json().path("text").asString())
          .isEqualTo("Who has a ladder?");
      assertThat(PushE2E.why(bob, chat, first).path("decision").asString()).isEqualTo("push");

      cluster.kill("notify-1");
      long second = PushE2E.say(adas, chat, "And a drill?");
      cluster.restart("notify-1");
      assertThat(PushE2E.nextOf(browsers, "/bob", second).json().path("text").asString())
          .isEqualTo("And a drill?");
      adas.close();
    }
  }

  private static StompConnection connect(HttpClient http, Person person, URI socket)
      throws IOException, InterruptedException {
    return StompConnection.open(http, socket, person.token(), (_, _) -> {});
  }
}
