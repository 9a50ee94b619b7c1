package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.client.Receipt;
import info.powow.client.StompConnection;
import info.powow.standalone.e2e.CrashWriter.Message;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// People who write while things break, and the properties that must hold afterwards, seen from
/// outside: nothing acknowledged is lost (R1), no retry duplicates a message (R2), each
/// conversation has one order without gaps, the same on every device (R3), and resuming neither
/// loses nor duplicates anything (R5).
final class CrashStory implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int SAMPLE = 300;

  /// The fields that an event lacks, by the value of `withheld`.
  private static final Map<String, List<String>> LEFT_OUT =
      Map.of(
          "deleted", List.of("text", "images", "pictures", "replyTo", "mentions"),
          "edited", List.of("text"));

  private final long seed;
  private final int size;
  private final CrashWriter.Manner manner;
  private final URI socket;
  private final Random random;
  private static final AtomicReference<@Nullable AssertionError> VIOLATED = new AtomicReference<>();

  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final TestPeople people;

  private final List<CrashDevice> devices = new ArrayList<>();
  private final List<CrashWriter> writers = new ArrayList<>();
  // The members of each conversation.
  private final Map<String, List<Person>> conversations = new LinkedHashMap<>();

  /// @param size the number of people; a multiple of 10
  CrashStory(long seed, int size, CrashWriter.Manner manner, URI server, URI socket) {
    this.seed = seed;
    this.size = size;
    this.manner = manner;
    this.socket = socket;
    this.random = new Random(seed);
    this.people = new TestPeople(http, server);
  }

  /// People with two devices each, in private chats, groups of five, and one group of all.
  void peopleMeet() throws Exception {
    List<Person> all = new ArrayList<>();
    List<List<CrashDevice>> devicesOf = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Person person = people.signUp("writer" + (char) ('a' + i));
      all.add(person);
      List<CrashDevice> own = new ArrayList<>();
      for (String kind : List.of("phone", "laptop")) {
        own.add(
            new CrashDevice(
                person.handle() + "'s " + kind, person, http, socket, people, violations));
      }
      devicesOf.add(own);
      devices.addAll(own);
    }
    everyDevice(CrashDevice::connect);
    for (int i = 0; i < size; i += 2) {
      Receipt opened =
          StompConnection.await(
              devicesOf
                  .get(i)
                  .getFirst()
                  .connection()
                  .send("/app/direct/open", Map.of("key", "chat", "with", all.get(i + 1).id())));
      conversations.put(String.valueOf(opened.conversation()), List.of(all.get(i), all.get(i + 1)));
    }
    for (int i = 0; i < size; i += 5) {
      group(devicesOf.get(i).getFirst(), all.subList(i, i + 5));
    }
    group(devicesOf.getFirst().getFirst(), all);
    for (CrashDevice device : devices) {
      for (String conversation : conversationsOf(device.person())) {
        // The other person sees a private chat only after its first message.
        if (!isAskedInto(device.person(), conversation)) {
          assertThat(device.receivedUpTo(conversation, 0, TIMEOUT_MILLIS)).hasSize(1);
        }
      }
    }
    for (int i = 0; i < size; i++) {
      writers.add(
          new CrashWriter(
              all.get(i).handle(),
              devicesOf.get(i),
              conversationsOf(all.get(i)),
              new Random(seed + i),
              violations,
              manner));
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

  /// The received events in the form of the history: content edited or deleted after it was
  /// received is left out, and nothing else.
  private static List<String> asTold(List<JsonNode> received, List<JsonNode> history) {
    Map<Long, String> withheld = new HashMap<>();
    for (JsonNode event : history) {
      if (event.has("withheld")) {
        withheld.put(CrashDevice.positionOf(event), event.path("withheld").asString());
      }
    }
    return received.stream()
        .map(event -> {
          String now = withheld.get(CrashDevice.positionOf(event));
          String then = event.path("withheld").asString("");
          // A device that resumed may have received it without text; what was deleted stays so.
          boolean follows = then.isEmpty() || then.equals(now) || then.equals("edited");
          if (now == null || !follows) {
            return inOrder(event);
          }
          ObjectNode less = (ObjectNode) event.deepCopy();
          less.remove(LEFT_OUT.getOrDefault(now, List.of()));
          less.put("withheld", now);
          return inOrder(less);
        })
        .toList();
  }

  /// With sorted fields, because fields that were left out may have been anywhere.
  private static String inOrder(JsonNode event) {
    Map<String, String> fields = new TreeMap<>();
    event.properties().forEach(field -> fields.put(field.getKey(), field.getValue().toString()));
    return fields.toString();
  }

  /// Exactly the content that was deleted or edited since is withheld, with the reason.
  private void proveWithheld(List<JsonNode> history) {
    Set<Long> deleted = new HashSet<>();
    Map<Long, Long> newestWording = new HashMap<>();
    for (JsonNode event : history) {
      long message = event.path("message").asLong(-1);
      switch (event.path("type").asString()) {
        case "messageDeleted" -> deleted.add(message);
        case "messageEdited" -> newestWording.put(message, CrashDevice.positionOf(event));
        default -> {}
      }
    }
    for (JsonNode event : history) {
      long position = CrashDevice.positionOf(event);
      boolean isEdit = event.path("type").asString().equals("messageEdited");
      long message = isEdit ? event.path("message").asLong() : position;
      String expected = "";
      if (isEdit || event.path("type").asString().equals("messageSent")) {
        if (deleted.contains(message)) {
          expected = "deleted";
        } else if (newestWording.getOrDefault(message, position) > position) {
          expected = "edited";
        }
      }
      assertThat(event.path("withheld").asString(""))
          .as("why the history withholds %s, seed %d", event, seed)
          .isEqualTo(expected);
    }
  }

  /// Whether the other person has opened this private chat.
  private boolean isAskedInto(Person person, String conversation) {
    List<Person> members = conversations.getOrDefault(conversation, List.of());
    return members.size() == 2 && members.getLast().equals(person);
  }

  private List<String> conversationsOf(Person person) {
    return conversations.entrySet().stream()
        .filter(conversation -> conversation.getValue().contains(person))
        .map(Map.Entry::getKey)
        .toList();
  }

  interface Deed<T> {
    void carryOut(T on) throws IOException, InterruptedException;
  }

  void everyDevice(Deed<CrashDevice> deed) throws Exception {
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

  /// Lets everybody write while they are connected.
  List<Future<?>> write() {
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

  /// Drops a connection now and then and reconnects, until that is impossible.
  Future<?> cutConnections() {
    return threads.submit(() -> {
      try {
        while (true) {
          Thread.sleep(random.nextInt(20, 100));
          devices.get(random.nextInt(devices.size())).cut();
        }
      } catch (IOException | InterruptedException _) {
        // The server was killed.
      }
    });
  }

  /// Writes once more, and retries until everything is answered.
  void writeForTheLastTime() throws Exception {
    List<Future<?>> writing = write();
    Thread.sleep(1_000);
    finish(writing);
  }

  private void finish(List<Future<?>> writing) throws Exception {
    writers.forEach(CrashWriter::stop);
    for (Future<?> writer : writing) {
      writer.get();
    }
    all(writers, CrashWriter::finish);
  }

  // ------------------------------------------------------------------------------- disruptions

  /// Runs a disruption while everybody writes, connections drop, and devices reconnect by
  /// themselves. Afterwards, retries until everything is answered.
  void during(Callable<?> deed) throws Exception {
    CompletableFuture<Void> enough = new CompletableFuture<>();
    List<Future<?>> staying = new ArrayList<>();
    List<Future<?>> writing = new ArrayList<>();
    for (CrashDevice device : devices) {
      staying.add(submit(() -> device.stay(enough)));
    }
    for (CrashWriter writer : writers) {
      writing.add(submit(writer::writeOn));
    }
    Future<?> cutting =
        submit(() -> {
          while (true) {
            Thread.sleep(random.nextInt(100, 1_000));
            devices.get(random.nextInt(devices.size())).drop();
          }
        });
    deed.call();
    cutting.cancel(true);
    enough.complete(null);
    for (Future<?> device : staying) {
      device.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }
    finish(writing);
  }

  private interface Action {
    void run() throws Exception;
  }

  private Future<?> submit(Action action) {
    return threads.submit(() -> {
      action.run();
      return null;
    });
  }

  List<CrashDevice> devices() {
    return devices;
  }

  void requireNoViolation(String when) throws Exception {
    remembering(() -> assertThat(violations).as("%s, seed %d", when, seed).isEmpty());
  }

  /// Fails also if an earlier story of this run failed: a test that is repeated must not hide that
  /// something was lost or doubled.
  private static void remembering(Action proof) throws Exception {
    AssertionError before = VIOLATED.get();
    if (before != null) {
      throw new AssertionError("something was lost or doubled before", before);
    }
    try {
      proof.run();
    } catch (AssertionError e) {
      VIOLATED.set(e);
      throw e;
    }
  }

  /// @return the number of acknowledged messages
  int prove(int enough) throws Exception {
    Map<Message, Long> acknowledged = new HashMap<>();
    writers.forEach(writer -> acknowledged.putAll(writer.acknowledged()));
    assertThat(acknowledged.size()).as("acknowledged messages").isGreaterThan(enough);
    remembering(() -> proveAll(acknowledged));
    return acknowledged.size();
  }

  private void proveAll(Map<Message, Long> acknowledged) throws Exception {
    Map<String, List<JsonNode>> histories = new HashMap<>();
    for (String conversation : conversations.keySet()) {
      histories.put(conversation, history(conversation));
    }
    proveOrder(histories);
    histories.values().forEach(this::proveWithheld);
    proveMessages(histories, acknowledged);
    proveDevices(histories);
    proveRetries(histories, acknowledged);
    requireNoViolation("at the end");
  }

  private List<JsonNode> history(String conversation) throws Exception {
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

  /// R3: positions 0…n without gaps.
  private static void proveOrder(Map<String, List<JsonNode>> histories) {
    histories.forEach((conversation, events) -> {
      for (int i = 0; i < events.size(); i++) {
        assertThat(CrashDevice.positionOf(events.get(i)))
            .as("position in %s", conversation)
            .isEqualTo(i);
      }
    });
  }

  /// R1 and R2: each acknowledged message is at its position, and nothing occurs twice.
  private void proveMessages(
      Map<String, List<JsonNode>> histories, Map<Message, Long> acknowledged) {
    Map<Message, Long> found = new HashMap<>();
    histories.forEach((conversation, events) -> {
      for (JsonNode event : events) {
        if (event.path("type").asString().equals("messageSent")) {
          Message message = new Message(conversation, event.path("key").asString());
          Long before = found.put(message, CrashDevice.positionOf(event));
          assertThat(before).as("%s is there a second time, seed %d", message, seed).isNull();
        }
      }
    });
    assertThat(found).as("seed %d", seed).containsAllEntriesOf(acknowledged);
  }

  /// R5 and R3: over all its connections, each device received exactly the history.
  private void proveDevices(Map<String, List<JsonNode>> histories) throws Exception {
    for (CrashDevice device : devices) {
      for (String conversation : conversationsOf(device.person())) {
        List<JsonNode> history = histories.getOrDefault(conversation, List.of());
        List<JsonNode> received =
            device.receivedUpTo(conversation, history.size() - 1L, TIMEOUT_MILLIS);
        // The person who did not open a private chat receives its first message first, or its
        // opening if they resumed after that.
        boolean beginsLater =
            isAskedInto(device.person(), conversation)
                && !received.isEmpty()
                && CrashDevice.positionOf(received.getFirst()) == 1;
        assertThat(asTold(received, history))
            .as("what %s received of %s, seed %d", device, conversation, seed)
            .isEqualTo(
                (beginsLater ? history.subList(1, history.size()) : history)
                    .stream().map(CrashStory::inOrder).toList());
      }
    }
  }

  /// R2 again: long after, and over a new connection, a retry gets the first position.
  private void proveRetries(Map<String, List<JsonNode>> histories, Map<Message, Long> acknowledged)
      throws Exception {
    Set<Message> sample = new HashSet<>();
    List<Message> everything = new ArrayList<>(acknowledged.keySet());
    for (int i = 0; i < SAMPLE; i++) {
      sample.add(everything.get(random.nextInt(everything.size())));
    }
    for (CrashWriter writer : writers) {
      for (Message message : sample) {
        Long first = writer.acknowledged().get(message);
        if (first != null) {
          Receipt second = writer.sendAgain(message);
          assertThat(second.position()).as("%s, seed %d", message, seed).isEqualTo(first);
        }
      }
    }
    for (String conversation : conversations.keySet()) {
      assertThat(history(conversation))
          .hasSameSizeAs(histories.getOrDefault(conversation, List.of()));
    }
  }

  /// All reads of everybody, by path.
  Map<String, String> views() throws Exception {
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
    for (String conversation : conversations.keySet()) {
      String path = "/api/conversations/" + conversation + "/messages?limit=100&after=";
      for (long after = -1; ; ) {
        JsonNode page = people.read(member(conversation), path + after);
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

  /// A canonical text. Presence and `lastSeen` are not derived from the log.
  private static String canonical(JsonNode json) {
    return TestPeople.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sorted(json));
  }

  private static JsonNode sorted(JsonNode json) {
    if (json instanceof ObjectNode object) {
      ObjectNode sorted = TestPeople.JSON.createObjectNode();
      new TreeMap<>(Map.copyOf(fields(object)))
          .forEach((name, value) -> {
            if (!name.equals("lastSeen") && !name.equals("online")) {
              sorted.set(name, sorted(value));
            }
          });
      return sorted;
    }
    if (json instanceof ArrayNode array) {
      ArrayNode sorted = TestPeople.JSON.createArrayNode();
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

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
