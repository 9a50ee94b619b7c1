package info.powow.socket.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.socket.push.PushWorld;
import info.powow.socket.push.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SignalsAcrossNodesTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final PersonId CYD = new PersonId("cyd");
  private static final PersonId EVE = new PersonId("eve");
  private static final ConversationId CHAT = new ConversationId("chat");
  private static final ConversationId OTHER = new ConversationId("other");
  private static final Duration OFFLINE_AFTER = Duration.ofSeconds(5);

  private final SimulatedNetwork network = new SimulatedNetwork();
  private final PushWorld log = new PushWorld(PushWorld.limits(10, 4, 100));
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<String> lastSeen = new ArrayList<>();
  private final Node one = new Node("one");
  private final Node two = new Node("two");
  private final Node three = new Node("three");

  /// A socket node that shares the log with the others.
  private final class Node {
    final String name;
    final PushWorld world = log.another();
    final Signals signals;
    final PresencePeers others;
    final List<Runnable> paused = new ArrayList<>();

    Node(String name) {
      this.name = name;
      signals =
          new Signals(
              world.connections,
              world.outbox,
              new SignalLimits(50, Duration.ofSeconds(3), Duration.ofSeconds(8)),
              new EventJson(EventTypes.ofPowow()),
              (person, _) -> lastSeen.add(person.value()),
              () -> world.nanos,
              Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));
      world.connections.tell(signals);
      others = signals.with(network.node(name), world.pushThread::add, this::later, OFFLINE_AFTER);
      others.join();
      nodes.put(name, this);
      tick(Duration.ZERO);
    }

    /// A pause shorter than anything in this test counts as none.
    private void later(Duration pause, Runnable task) {
      if (pause.toMillis() < 100) {
        world.pushThread.add(task);
      } else {
        paused.add(task);
      }
    }

    PushWorld.Device connect(PersonId person) {
      PushWorld.Device device = world.new Device(person);
      device.subscribe(Topic.SIGNALS, null);
      settle();
      return device;
    }

    void type(PersonId person, ConversationId conversation, boolean now) {
      signals.typing(person, conversation, now);
      // The push thread sends its output at the end of a round.
      world.pushThread.add(() -> {});
      settle();
    }

    void crash() {
      network.crash(name);
      nodes.remove(name);
    }
  }

  private void settle() {
    boolean worked = true;
    while (worked) {
      worked = false;
      for (Node node : nodes.values()) {
        worked |= node.world.work();
      }
    }
  }

  private void tick(Duration later) {
    for (Node node : nodes.values()) {
      node.world.tick(later);
      node.world.pushThread.addAll(node.paused);
      node.paused.clear();
      node.world.pushThread.add(node.signals::tick);
    }
    settle();
  }

  private void pass(Duration time) {
    for (int i = 0; i < time.toSeconds(); i++) {
      tick(Duration.ofSeconds(1));
    }
  }

  private static List<String> presence(PushWorld.Device device, PersonId of) {
    return device.bodies.stream()
        .filter(body -> body.contains("\"presence\"") && body.contains("\"" + of.value() + "\""))
        .map(body -> body.contains("\"online\":true") ? "there" : "gone")
        .toList();
  }

  private static List<String> typing(PushWorld.Device device, PersonId of) {
    return device.bodies.stream()
        .filter(body -> body.contains("\"typing\"") && body.contains("\"" + of.value() + "\""))
        .map(body -> body.contains("\"typing\":true") ? "types" : "stopped")
        .toList();
  }

  @Test
  void whoConnectsToAnotherNodeIsSeenAndSeesWhoIsThere() {
    log.create(CHAT, true, ADA, BOB);
    PushWorld.Device atAda = one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    assertThat(presence(atAda, BOB)).containsExactly("there");
    assertThat(presence(atBob, ADA)).containsExactly("there");
  }

  @Test
  void whoJoinsAConversationIsSeenOnAllNodes() {
    log.create(CHAT, true, ADA, BOB);
    PushWorld.Device atAda = one.connect(ADA);
    PushWorld.Device atCyd = two.connect(CYD);
    log.join(CHAT, CYD);
    settle();
    assertThat(presence(atAda, CYD)).containsExactly("there");
    assertThat(presence(atCyd, ADA)).containsExactly("there");
  }

  @Test
  void strangersSeeNothingOfEachOther() {
    log.create(CHAT, true, ADA, BOB);
    log.create(OTHER, true, EVE, CYD);
    PushWorld.Device atEve = one.connect(EVE);
    two.connect(ADA);
    three.connect(BOB);
    two.type(ADA, CHAT, true);
    assertThat(presence(atEve, ADA)).isEmpty();
    assertThat(presence(atEve, BOB)).isEmpty();
    assertThat(typing(atEve, ADA)).isEmpty();
  }

  @Test
  void aPersonIsThereFromTheFirstDeviceToTheLastOnWhicheverNodes() {
    log.create(CHAT, true, ADA, BOB);
    PushWorld.Device atBob = two.connect(BOB);
    PushWorld.Device phone = one.connect(ADA);
    PushWorld.Device tablet = three.connect(ADA);
    PushWorld.Device laptop = two.connect(ADA);
    phone.disconnect();
    pass(Duration.ofSeconds(10));
    laptop.disconnect();
    pass(Duration.ofSeconds(10));
    assertThat(presence(atBob, ADA)).containsExactly("there");
    assertThat(lastSeen).isEmpty();

    tablet.disconnect();
    pass(Duration.ofSeconds(10));
    assertThat(presence(atBob, ADA)).containsExactly("there", "gone");
    assertThat(lastSeen).containsExactly("ada");
  }

  @Test
  void typingIsToldToTheNodesThatHaveAMemberAndToNoOther() {
    log.create(CHAT, true, ADA, BOB);
    one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    three.connect(EVE);
    settle();
    network.told.clear();
    one.type(ADA, CHAT, true);
    one.type(ADA, CHAT, true);
    one.type(ADA, CHAT, false);
    assertThat(typing(atBob, ADA)).containsExactly("types", "stopped");
    assertThat(network.told).hasSize(2).allMatch(batch -> batch.from().equals("one"));
  }

  @Test
  void whoTypesBeforeTheOtherNodeHasHeardOfTheConversationIsSeenToType() {
    one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    log.create(CHAT, true, ADA, BOB);
    one.world.takeEvent();
    one.signals.typing(ADA, CHAT, true);
    while (one.world.runPushTask()) {}
    while (two.world.runPushTask()) {}
    settle();
    assertThat(typing(atBob, ADA)).containsExactly("types");
  }

  @Test
  void whatIsSaidEndsTypingOnEveryNodeAndNobodyTellsIt() {
    log.create(CHAT, true, ADA, BOB);
    one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    one.type(ADA, CHAT, true);
    network.told.clear();
    log.say(CHAT, ADA);
    settle();
    assertThat(typing(atBob, ADA)).containsExactly("types", "stopped");
    assertThat(network.told).isEmpty();
  }

  @Test
  void typingEndsByItselfWhereTheOtherNodeFallsSilent() {
    log.create(CHAT, true, ADA, BOB);
    one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    one.type(ADA, CHAT, true);
    one.crash();
    pass(Duration.ofSeconds(9));
    assertThat(typing(atBob, ADA)).containsExactly("types", "stopped");
  }

  @Test
  void whoWasRemovedIsSeenAndSeesNoMore() {
    log.create(CHAT, true, ADA, BOB, CYD);
    PushWorld.Device atAda = one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    log.remove(CHAT, BOB);
    settle();
    one.type(ADA, CHAT, true);
    assertThat(typing(atBob, ADA)).isEmpty();
    assertThatThrownBy(() -> two.type(BOB, CHAT, true)).isInstanceOf(Rejected.class);
    int before = atAda.bodies.size();
    atBob.disconnect();
    pass(Duration.ofSeconds(10));
    assertThat(atAda.bodies.subList(before, atAda.bodies.size())).isEmpty();
  }

  @Test
  void aNodeThatDiesTakesItsPeopleWithIt() {
    log.create(CHAT, true, ADA, BOB);
    one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    one.crash();
    pass(Duration.ofSeconds(4));
    assertThat(presence(atBob, ADA)).containsExactly("there");
    pass(Duration.ofSeconds(2));
    assertThat(presence(atBob, ADA)).containsExactly("there", "gone");
    assertThat(lastSeen).containsExactly("ada");
  }

  @Test
  void nobodySeesWhoComesBackToAnotherNodeInTimeGo() {
    log.create(CHAT, true, ADA, BOB);
    one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    one.crash();
    pass(Duration.ofSeconds(2));
    three.connect(ADA);
    pass(Duration.ofSeconds(10));
    assertThat(presence(atBob, ADA)).containsExactly("there");
    assertThat(lastSeen).isEmpty();
  }

  @Test
  void whoDoesNotFindItselfTakesNobodyForLost() {
    log.create(CHAT, true, ADA, BOB);
    one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    network.broken.add("two");
    pass(Duration.ofSeconds(30));
    assertThat(presence(atBob, ADA)).containsExactly("there");
    network.broken.clear();
    pass(Duration.ofSeconds(10));
    assertThat(presence(atBob, ADA)).containsExactly("there");
  }

  @Test
  void aNodeThatWasSilentForLongIsToldOfEverybodyAgain() {
    log.create(CHAT, true, ADA, BOB);
    one.connect(ADA);
    PushWorld.Device atBob = two.connect(BOB);
    network.silent.add("one");
    pass(Duration.ofSeconds(10));
    assertThat(presence(atBob, ADA)).containsExactly("there", "gone");
    network.silent.clear();
    pass(Duration.ofSeconds(2));
    assertThat(presence(atBob, ADA)).containsExactly("there", "gone", "there");
  }

  @Test
  void whatCouldNotBeToldIsToldLater() {
    log.create(CHAT, true, ADA, BOB);
    PushWorld.Device atBob = two.connect(BOB);
    network.broken.add("one");
    PushWorld.Device atAda = one.connect(ADA);
    assertThat(presence(atBob, ADA)).isEmpty();
    network.broken.clear();
    tick(Duration.ofSeconds(1));
    assertThat(presence(atBob, ADA)).containsExactly("there");
    assertThat(presence(atAda, BOB)).containsExactly("there");
  }

  @Test
  void whatHappensWhileANodeIsBusyGoesInOneBatch() {
    List<PushWorld.Device> devices = new ArrayList<>();
    one.connect(ADA);
    settle();
    network.holdAnswers = true;
    network.told.clear();
    for (int i = 0; i < 100; i++) {
      devices.add(one.connect(new PersonId("p" + i)));
    }
    assertThat(network.told).hasSize(2);
    network.holdAnswers = false;
    network.answerAll();
    settle();
    assertThat(network.told).hasSize(4);
    assertThat(network.told.getLast().here()).hasSize(99);
  }

  /// People connect, disconnect, join and leave; nodes crash, fall silent and become unreachable.
  /// In the end, everybody sees exactly who is online.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void inTheEndEverybodySeesWhoIsThere(long seed) {
    Random random = new Random(seed);
    List<PersonId> people = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      people.add(new PersonId("person" + i));
    }
    Map<ConversationId, Set<PersonId>> localConversations = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      ConversationId room = new ConversationId("room" + i);
      log.create(room, true, people.get(i), people.get(i + 4));
      localConversations.put(room, new HashSet<>(Set.of(people.get(i), people.get(i + 4))));
    }
    Map<PushWorld.Device, Node> devices = new LinkedHashMap<>();
    for (int step = 0; step < 300; step++) {
      Node node = List.copyOf(nodes.values()).get(random.nextInt(nodes.size()));
      PersonId person = people.get(random.nextInt(people.size()));
      ConversationId room =
          List.copyOf(localConversations.keySet()).get(random.nextInt(localConversations.size()));
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> devices.put(node.world.new Device(person), node);
        case 3, 4 ->
            devices.keySet().stream()
                .skip(random.nextInt(devices.size() + 1))
                .findFirst()
                .ifPresent(device -> {
                  device.disconnect();
                  devices.remove(device);
                });
        case 5 -> {
          if (localConversations.getOrDefault(room, Set.of()).add(person)) {
            log.join(room, person);
          }
        }
        case 6 -> {
          if (localConversations.getOrDefault(room, Set.of()).remove(person)) {
            log.leave(room, person);
          }
        }
        case 7 -> network.broken.add(node.name);
        case 8 -> network.broken.clear();
        case 9 -> {
          if (random.nextInt(10) == 0) {
            node.crash();
            devices.values().removeIf(node::equals);
            new Node("again" + step);
          }
        }
        default -> {
          for (Node each : nodes.values()) {
            for (int i = random.nextInt(20); i > 0; i--) {
              each.world.work();
            }
          }
          if (random.nextInt(3) == 0) {
            tick(Duration.ofMillis(random.nextInt(3_000)));
          }
        }
      }
    }
    network.broken.clear();
    settle();
    pass(Duration.ofSeconds(20));

    Set<PersonId> there =
        devices.keySet().stream().map(PushWorld.Device::person).collect(Collectors.toSet());
    for (PersonId person : people) {
      for (Node node : List.copyOf(nodes.values())) {
        PushWorld.Device device = node.connect(person);
        Set<String> expected = new TreeSet<>();
        localConversations.values().stream()
            .filter(members -> members.contains(person))
            .forEach(members ->
                members.stream()
                    .filter(other -> !other.equals(person) && there.contains(other))
                    .forEach(other -> expected.add(other.value())));
        Set<String> seen =
            people.stream()
                .filter(other -> presence(device, other).contains("there"))
                .map(PersonId::value)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(seen).as("%s at %s", person, node.name).isEqualTo(expected);
        device.disconnect();
        pass(Duration.ofSeconds(10));
      }
    }
  }
}
