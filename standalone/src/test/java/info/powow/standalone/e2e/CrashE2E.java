package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.standalone.demo.StompConnection;
import info.powow.standalone.demo.StompConnection.Receipt;
import info.powow.standalone.e2e.CrashWriter.Message;
import info.powow.standalone.e2e.People.Person;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Kills the server with `kill -9` again and again while many write, and proves from outside that
/// nothing acknowledged is lost (R1), that no retry makes a second message (R2), that each
/// conversation has one order without holes, the same on every device (R3), that views made live
/// and views made anew from the log are the same (R4), and that resuming loses and doubles nothing
/// (R5).
///
/// `-Dcrash.rounds=N` says how often, `-Dcrash.seed=N` repeats the same random choices.
class CrashE2E {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 20);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final int PEOPLE = 20;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int ENOUGH = 300;

  private final Random random = new Random(SEED);
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();

  private final List<CrashDevice> devices = new ArrayList<>();
  private final List<CrashWriter> writers = new ArrayList<>();
  // Who is in which conversation.
  private final Map<String, List<Person>> conversations = new LinkedHashMap<>();

  @Test
  void nothingAcknowledgedIsLostOrDoubledHoweverOftenTheServerIsKilled() throws Exception {
    System.out.printf("crash test: %d rounds, -Dcrash.seed=%d%n", ROUNDS, SEED);
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "e2e")), "crash-");
    try (PowowProcess powow = PowowProcess.start(folder)) {
      People people = new People(http, powow.http());
      peopleMeet(powow, people);
      for (int round = 0; round < ROUNDS; round++) {
        crash(powow);
        assertThat(violations).as("in round %d, seed %d", round, SEED).isEmpty();
      }
      writeForTheLastTime();
      int acknowledged = prove(powow, people);
      System.out.printf(
          "crash test: %d kills, %d acknowledged messages, none lost, none doubled%n",
          ROUNDS, acknowledged);
    } finally {
      threads.shutdownNow();
    }
  }

  /// 20 people with two devices each, in private chats, groups of five, and one of all.
  private void peopleMeet(PowowProcess powow, People people) throws Exception {
    List<Person> all = new ArrayList<>();
    List<List<CrashDevice>> devicesOf = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      Person person = people.signUp("writer" + (char) ('a' + i));
      all.add(person);
      List<CrashDevice> own = new ArrayList<>();
      for (String kind : List.of("phone", "laptop")) {
        own.add(
            new CrashDevice(
                person.handle() + "'s " + kind, person, http, powow.socket(), people, violations));
      }
      devicesOf.add(own);
      devices.addAll(own);
    }
    everyDevice(CrashDevice::connect);
    for (int i = 0; i < PEOPLE; i += 2) {
      Receipt opened =
          StompConnection.await(
              devicesOf
                  .get(i)
                  .getFirst()
                  .connection()
                  .send("/app/direct/open", Map.of("key", "chat", "with", all.get(i + 1).id())));
      conversations.put(String.valueOf(opened.conversation()), List.of(all.get(i), all.get(i + 1)));
    }
    for (int i = 0; i < PEOPLE; i += 5) {
      group(devicesOf.get(i).getFirst(), all.subList(i, i + 5));
    }
    group(devicesOf.getFirst().getFirst(), all);
    for (CrashDevice device : devices) {
      for (String conversation : conversationsOf(device.person())) {
        assertThat(device.receivedUpTo(conversation, 0, PATIENCE_MILLIS)).hasSize(1);
      }
    }
    for (int i = 0; i < PEOPLE; i++) {
      writers.add(
          new CrashWriter(
              all.get(i).handle(),
              devicesOf.get(i),
              conversationsOf(all.get(i)),
              new Random(SEED + i),
              violations));
    }
  }

  private void group(CrashDevice creator, List<Person> members) throws Exception {
    Receipt created =
        StompConnection.await(
            creator
                .connection()
                .send(
                    "/app/groups/create",
                    Map.of(
                        "key",
                        "group-of-" + members.size(),
                        "name",
                        "Group of " + members.size(),
                        "members",
                        members.stream().map(Person::id).toList(),
                        "open",
                        false)));
    conversations.put(String.valueOf(created.conversation()), List.copyOf(members));
  }

  private List<String> conversationsOf(Person person) {
    return conversations.entrySet().stream()
        .filter(conversation -> conversation.getValue().contains(person))
        .map(Map.Entry::getKey)
        .toList();
  }

  private interface Deed<T> {
    void carryOut(T on) throws IOException, InterruptedException;
  }

  private void everyDevice(Deed<CrashDevice> deed) throws Exception {
    all(devices, deed);
  }

  private <T> void all(Collection<T> everyone, Deed<T> deed) throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    for (T one : everyone) {
      calls.add(() -> {
        deed.carryOut(one);
        return null;
      });
    }
    for (Future<Void> done : threads.invokeAll(calls)) {
      done.get();
    }
  }

  /// Lets everybody write while devices lose their connections and come back, kills the server at
  /// some moment, and starts it again. Now and then it is killed while it is starting, too.
  private void crash(PowowProcess powow) throws Exception {
    List<Future<?>> busy = write();
    busy.add(threads.submit(this::cutConnections));
    // The moment is to be any moment: there is no signal to wait for.
    Thread.sleep(random.nextInt(50, 1_500));
    powow.kill();
    for (Future<?> one : busy) {
      // Whoever waits for an answer that cannot come any more is told so by the connection.
      one.get();
    }
    if (random.nextInt(5) == 0) {
      powow.launchAgain();
      Thread.sleep(random.nextInt(100, 4_000));
      powow.kill();
    }
    powow.restart();
    everyDevice(CrashDevice::connect);
  }

  private List<Future<?>> write() {
    List<Future<?>> writing = new ArrayList<>();
    for (CrashWriter writer : writers) {
      writing.add(
          threads.submit(() -> {
            writer.write();
            return null;
          }));
    }
    return writing;
  }

  private void cutConnections() {
    try {
      while (true) {
        Thread.sleep(random.nextInt(20, 100));
        devices.get(random.nextInt(devices.size())).cut();
      }
    } catch (IOException | InterruptedException _) {
      // The server was killed.
    }
  }

  /// After the last start there is written once more, so that the views were changed live.
  private void writeForTheLastTime() throws Exception {
    List<Future<?>> writing = write();
    Thread.sleep(1_000);
    writers.forEach(CrashWriter::stop);
    for (Future<?> writer : writing) {
      writer.get();
    }
    all(writers, CrashWriter::finish);
  }

  private int prove(PowowProcess powow, People people) throws Exception {
    Map<Message, Long> acknowledged = new HashMap<>();
    writers.forEach(writer -> acknowledged.putAll(writer.acknowledged()));
    assertThat(acknowledged.size()).as("acknowledged messages").isGreaterThan(ENOUGH);
    Map<String, List<JsonNode>> histories = new HashMap<>();
    for (String conversation : conversations.keySet()) {
      histories.put(conversation, history(people, conversation));
    }
    proveOrder(histories);
    proveMessages(histories, acknowledged);
    proveDevices(histories);
    proveRetries(people, histories, acknowledged);
    assertThat(violations).as("seed %d", SEED).isEmpty();
    everyDevice(CrashDevice::disconnect);
    proveViews(powow, people, histories);
    return acknowledged.size();
  }

  private List<JsonNode> history(People people, String conversation) throws Exception {
    Person member = member(conversation);
    List<JsonNode> events = new ArrayList<>();
    while (true) {
      JsonNode page =
          people
              .read(
                  member,
                  "/api/conversations/%s/events?limit=500&after=%d"
                      .formatted(conversation, events.size() - 1))
              .path("events");
      if (page.isEmpty()) {
        return events;
      }
      page.forEach(events::add);
    }
  }

  private Person member(String conversation) {
    return conversations.getOrDefault(conversation, List.of()).getFirst();
  }

  /// R3: positions 0…n with no hole.
  private static void proveOrder(Map<String, List<JsonNode>> histories) {
    histories.forEach((conversation, events) -> {
      for (int i = 0; i < events.size(); i++) {
        assertThat(CrashDevice.positionOf(events.get(i)))
            .as("position in %s", conversation)
            .isEqualTo(i);
      }
    });
  }

  /// R1 and R2: each acknowledged message is there, at its place, and nothing is there twice.
  private static void proveMessages(
      Map<String, List<JsonNode>> histories, Map<Message, Long> acknowledged) {
    Map<Message, Long> found = new HashMap<>();
    histories.forEach((conversation, events) -> {
      for (JsonNode event : events) {
        if (event.path("type").asString().equals("messageSent")) {
          Message message = new Message(conversation, event.path("key").asString());
          Long before = found.put(message, CrashDevice.positionOf(event));
          assertThat(before).as("%s is there a second time, seed %d", message, SEED).isNull();
        }
      }
    });
    assertThat(found).as("seed %d", SEED).containsAllEntriesOf(acknowledged);
  }

  /// R5, and R3 again: over all its connections each device received exactly the history.
  private void proveDevices(Map<String, List<JsonNode>> histories) throws Exception {
    for (CrashDevice device : devices) {
      for (String conversation : conversationsOf(device.person())) {
        List<JsonNode> history = histories.getOrDefault(conversation, List.of());
        List<JsonNode> received =
            device.receivedUpTo(conversation, history.size() - 1L, PATIENCE_MILLIS);
        assertThat(received)
            .as("what %s received of %s, seed %d", device, conversation, SEED)
            .isEqualTo(history);
      }
    }
  }

  /// R2 once more: long after, and over a new connection, a retry is answered with the first place.
  private void proveRetries(
      People people, Map<String, List<JsonNode>> histories, Map<Message, Long> acknowledged)
      throws Exception {
    Set<Message> sample = new HashSet<>();
    List<Message> everything = new ArrayList<>(acknowledged.keySet());
    for (int i = 0; i < ENOUGH; i++) {
      sample.add(everything.get(random.nextInt(everything.size())));
    }
    for (CrashWriter writer : writers) {
      for (Message message : sample) {
        Long first = writer.acknowledged().get(message);
        if (first != null) {
          Receipt second = writer.sendAgain(message);
          assertThat(second.position()).as("%s, seed %d", message, SEED).isEqualTo(first);
        }
      }
    }
    for (String conversation : conversations.keySet()) {
      assertThat(history(people, conversation))
          .hasSameSizeAs(histories.getOrDefault(conversation, List.of()));
    }
  }

  /// R4: what everybody is shown is the same before a clean restart, from views that were changed
  /// live, and after it, from views that were made anew from the log.
  private void proveViews(PowowProcess powow, People people, Map<String, List<JsonNode>> histories)
      throws Exception {
    Map<String, String> live = views(people, histories);
    powow.stop();
    powow.restart();
    Map<String, String> rebuilt = views(people, histories);
    assertThat(rebuilt.keySet()).isEqualTo(live.keySet());
    live.forEach((view, shown) ->
        assertThat(rebuilt.get(view)).as("%s, seed %d", view, SEED).isEqualTo(shown));
  }

  private Map<String, String> views(People people, Map<String, List<JsonNode>> histories)
      throws Exception {
    Map<String, String> views = new TreeMap<>();
    Set<Person> everybody = new HashSet<>();
    conversations.values().forEach(everybody::addAll);
    for (Person person : everybody) {
      String inbox = "/api/conversations?limit=100";
      views.put(person.handle() + " " + inbox, canonical(people.read(person, inbox)));
      for (String conversation : conversationsOf(person)) {
        String path = "/api/conversations/" + conversation;
        for (String part : List.of("", "/members")) {
          views.put(
              person.handle() + " " + path + part, canonical(people.read(person, path + part)));
        }
      }
    }
    for (Map.Entry<String, List<JsonNode>> conversation : histories.entrySet()) {
      String path = "/api/conversations/" + conversation.getKey() + "/messages?limit=100&after=";
      for (long after = -1; after < conversation.getValue().size(); ) {
        JsonNode page = people.read(member(conversation.getKey()), path + after);
        views.put(path + after, canonical(page));
        JsonNode messages = page.path("messages");
        if (messages.isEmpty()) {
          break;
        }
        after = CrashDevice.positionOf(messages.get(messages.size() - 1));
      }
    }
    return views;
  }

  /// The same text for the same content. Who is there now and was last seen when is no view of the
  /// log.
  private static String canonical(JsonNode json) {
    return People.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sorted(json));
  }

  private static JsonNode sorted(JsonNode json) {
    if (json instanceof ObjectNode object) {
      ObjectNode sorted = People.JSON.createObjectNode();
      new TreeMap<>(Map.copyOf(fields(object)))
          .forEach((name, value) -> {
            if (!name.equals("lastSeen") && !name.equals("online")) {
              sorted.set(name, sorted(value));
            }
          });
      return sorted;
    }
    if (json instanceof ArrayNode array) {
      ArrayNode sorted = People.JSON.createArrayNode();
      array.forEach(item -> sorted.add(sorted(item)));
      return sorted;
    }
    return json;
  }

  private static Map<String, JsonNode> fields(ObjectNode object) {
    Map<String, JsonNode> fields = new HashMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }
}
