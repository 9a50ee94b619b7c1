package info.powow.projection;

import static info.powow.projection.Happening.ROSE;
import static info.powow.projection.Happening.TULIP;
import static info.powow.projection.Happening.carrying;
import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.BOB;
import static info.powow.projection.Sample.CHAT;
import static info.powow.projection.Sample.CLEO;
import static info.powow.projection.Sample.GROUP;
import static info.powow.projection.Sample.at;
import static info.powow.projection.Sample.chat;
import static info.powow.projection.Sample.group;
import static info.powow.projection.Sample.profile;
import static info.powow.projection.Sample.read;
import static info.powow.projection.Sample.sent;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.identity.AccountEvent.HandleReserved;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.domain.image.Picture;
import info.powow.domain.person.PersonEvent.AvatarChanged;
import info.powow.domain.place.Place;
import info.powow.projection.embedded.EmbeddedMongo;
import info.powow.projector.Claims;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projection;
import info.powow.projector.ProjectorOptions;
import info.powow.projector.StoreReplaced;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several nodes that build the same views.
class ClaimedSegmentsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final GatheringId GATHERING = GatheringId.of(ADA, new CommandKey("picnic"));

  private final MemoryLog log = new MemoryLog();
  private final ViewsFixture fixture = new ViewsFixture();
  private final List<TestNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
    fixture.close();
  }

  private TestNode node(ViewsFixture store, int segments) {
    TestNode node = new TestNode(store, log, segments);
    nodes.add(node);
    return node;
  }

  // --- Late writes -------------------------------------------------------------------------------

  /// @param written the number of writes of the flush before its node is suspended
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void whoIsSuspendedInTheMiddleOfWritingChangesNothingAfterItsSegmentWasTaken(int written)
      throws Exception {
    log.append(chat(), group(BOB), profile(ADA), shared(ROSE), shared(TULIP), picnic());
    log.append(sent(CHAT, ADA, "zero", 1), new AvatarChanged(ADA, ROSE, at(1)));
    TestNode first = node(fixture, 1);
    assertThat(first.projector.awaitReached(log.head(), TIMEOUT)).isTrue();

    first.claiming.shut();
    first.writing.shutAfter(written);
    log.append(
        new MemberJoined(GROUP, CLEO, at(2)),
        new GroupAvatarChanged(GROUP, ROSE, ADA, at(3)),
        carrying(CHAT, 2, ROSE),
        new AvatarChanged(ADA, TULIP, at(62)),
        answered(Answer.GOING),
        read(CHAT, BOB, 1, 60));
    first.writing.awaitSomebody();
    TestNode second = node(fixture, 1);
    log.append(
        new MemberLeft(GROUP, CLEO, at(101)),
        new GroupAvatarChanged(GROUP, null, ADA, at(102)),
        new GroupRenamed(GROUP, "Renamed", ADA, at(103)),
        new MessageEdited(CHAT, 1, "one", null, ADA, at(104)),
        new MessageDeleted(CHAT, 2, ADA, at(105)),
        new AvatarChanged(ADA, null, at(120)),
        answered(Answer.DECLINED),
        read(CHAT, BOB, 3, 121));
    assertThat(second.projector.awaitReached(log.head(), TIMEOUT)).isTrue();
    int flushes = first.flushes.get();
    first.resume();
    await(() -> first.flushes.get() > flushes);

    assertThat(fixture.canonical()).isEqualTo(rebuilt());
    // It learns that it lost the segment, and continues with the current documents.
    second.close();
    log.append(sent(CHAT, ADA, "last", 130), new MemberJoined(GROUP, CLEO, at(131)));
    assertThat(first.projector.awaitReached(log.head(), TIMEOUT)).isTrue();
    assertThat(fixture.canonical()).isEqualTo(rebuilt());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void viewsAreAsRebuiltWhileNodesComeAndGo(int seed) throws Exception {
    Random random = new Random(seed);
    Happening happening = new Happening(random);
    List<TestNode> here = new ArrayList<>();
    List<TestNode> suspended = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      log.append(happening.next(1 + random.nextInt(40)));
      switch (random.nextInt(5)) {
        case 0 -> {
          if (here.size() < 3) {
            here.add(node(fixture, 4));
          }
        }
        case 1 -> {
          if (!here.isEmpty()) {
            here.remove(random.nextInt(here.size())).close();
          }
        }
        case 2 -> {
          if (!here.isEmpty()) {
            TestNode stopped = here.remove(random.nextInt(here.size()));
            stopped.suspend();
            suspended.add(stopped);
          }
        }
        case 3 -> {
          if (!suspended.isEmpty()) {
            TestNode again = suspended.remove(random.nextInt(suspended.size()));
            again.resume();
            here.add(again);
          }
        }
        default -> {
          if (!here.isEmpty()) {
            TestNode asked = here.get(random.nextInt(here.size()));
            assertThat(asked.projector.awaitReached(log.head(), TIMEOUT)).isTrue();
          }
        }
      }
    }
    TestNode last = node(fixture, 4);
    assertThat(last.projector.awaitReached(log.head(), TIMEOUT)).isTrue();
    suspended.forEach(TestNode::resume);
    nodes.forEach(TestNode::close);

    assertThat(fixture.canonical()).isEqualTo(rebuilt());
    assertThat(last.projector.deadLetters()).isEmpty();
  }

  // --- Sharing -----------------------------------------------------------------------------------

  @Test
  void whoComesGetsAShareAndWhoGoesLeavesIt() {
    TestNode first = node(fixture, 4);
    await(() -> first.projector.segmentsHere() == 4);
    TestNode second = node(fixture, 4);
    await(() -> first.projector.segmentsHere() == 2 && second.projector.segmentsHere() == 2);
    TestNode third = node(fixture, 4);
    await(() -> third.projector.segmentsHere() > 0 && all() == 4);

    second.close();

    await(() -> first.projector.segmentsHere() == 2 && third.projector.segmentsHere() == 2);
    first.close();
    third.close();
    Claims.All left = fixture.store().claims("views", 4).find();
    assertThat(left.nodes()).isEmpty();
    assertThat(left.bySegment().values()).hasSize(4).allMatch(claim -> claim.owner() == null);
  }

  private int all() {
    return nodes.stream().mapToInt(node -> node.projector.segmentsHere()).sum();
  }

  @Test
  void ofTwoThatWantASegmentOneGetsIt() {
    Claims claims = fixture.store().claims("views", 1);
    Claims.Claim first = requireNonNull(claims.take(0, null, "a"));
    assertThat(claims.take(0, null, "b")).isNull();

    Claims.Claim second = requireNonNull(claims.take(0, first, "b"));

    assertThat(claims.take(0, first, "c")).isNull();
    assertThat(second.epoch()).isGreaterThan(first.epoch());
    claims.renew("a", List.of(new Claims.Claim(0, "a", first.epoch(), 0, 1_000)));
    claims.release(first);
    Claims.Claim now = requireNonNull(claims.find().bySegment().get(0));
    assertThat(now.owner()).isEqualTo("b");
    assertThat(now.reached()).isZero();
  }

  @Test
  void anotherNumberOfSegmentsBeginsWhereTheLastOfTheOldOnesWas() {
    Projection views = fixture.projection();
    assertThat(views.position(0, 2)).isZero();
    views.savePosition(0, 2, 70);
    assertThat(views.position(3, 4)).isZero();
    assertThat(views.position(1, 2)).isZero();
    views.savePosition(1, 2, 50);

    assertThat(views.position(3, 4)).isEqualTo(50);
    views.savePosition(3, 4, 60);
    assertThat(views.position(3, 4)).isEqualTo(60);
    assertThat(views.position(1, 2)).isEqualTo(50);
    assertThat(views.position(0, 2)).isEqualTo(70);
  }

  @Test
  void whoseStoreWasEmptiedHearsOfItAndBeginsAgain() {
    Projection views = fixture.projection();
    assertThat(views.position(0, 1)).isZero();
    views.savePosition(0, 1, 70);
    fixture.store().drop();

    assertThatThrownBy(() -> views.savePosition(0, 1, 80)).isInstanceOf(StoreReplaced.class);
    assertThatThrownBy(() -> views.requireBegun(0)).isInstanceOf(StoreReplaced.class);
    assertThat(views.position(0, 1)).isZero();
  }

  @Test
  void thePicturesOfAPersonHaveAnIndexAlsoInAnEmptiedStore() {
    Projection views = fixture.projection();
    try (MongoClient client = MongoClients.create(fixture.uri())) {
      for (int time = 0; time < 2; time++) {
        assertThat(views.position(0, 1)).isZero();
        assertThat(collection(client, "images").listIndexes())
            .extracting(index -> index.get("key", Document.class))
            .contains(new Document("owner", 1));
        fixture.store().drop();
      }
    }
  }

  private MongoCollection<Document> collection(MongoClient client, String name) {
    String database = requireNonNull(new ConnectionString(fixture.uri()).getDatabase()) + "_v";
    List<String> databases = client.listDatabaseNames().into(new ArrayList<>());
    databases.removeIf(each -> !each.startsWith(database));
    return client.getDatabase(databases.getFirst()).getCollection(name);
  }

  /// As if the store were emptied between a segment's check and its write.
  @Test
  void aPositionThatWasWrittenInAnEmptiedStoreDoesNotCount() {
    Projection views = fixture.projection();
    assertThat(views.position(0, 1)).isZero();
    views.savePosition(0, 1, 70);
    assertThat(views.position(0, 1)).isEqualTo(70);
    try (MongoClient client = MongoClients.create(fixture.uri())) {
      MongoCollection<Document> positions = collection(client, "projections");
      Document late = requireNonNull(positions.find().first());
      fixture.store().drop();
      positions.insertOne(late);
    }
    assertThat(views.position(0, 1)).isZero();
  }

  /// As if the embedded store, which is in memory, had been killed and restarted.
  @Test
  void aStoreThatWasEmptiedIsFilledAgainFromTheBeginning() throws Exception {
    Happening happening = new Happening(new Random(11));
    TestNode first = node(fixture, 4);
    TestNode second = node(fixture, 4);
    log.append(happening.next(400));
    assertThat(first.projector.awaitReached(log.head(), TIMEOUT)).isTrue();

    long written = log.head();
    assertThat(second.projector.awaitReached(written, TIMEOUT)).isTrue();
    assertThat(second.projector.isReached(written)).isTrue();
    fixture.store().drop();
    assertThat(second.projector.isReached(written)).isFalse();
    log.append(happening.next(400));
    await(() -> second.projector.isReached(log.head()));
    assertThat(fixture.canonical()).isEqualTo(rebuilt());
    assertThat(first.projector.deadLetters()).isEmpty();
  }

  /// A handle is in no view.
  @Test
  void eventsThatChangeNothingInAnEmptiedStoreAreNotReached() throws Exception {
    TestNode node = node(fixture, 1);
    log.append(group(BOB));
    assertThat(node.projector.awaitReached(log.head(), TIMEOUT)).isTrue();
    fixture.store().drop();
    log.append(new HandleReserved(new Handle("ada"), ADA, at(1)));
    assertThat(node.projector.awaitReached(log.head(), TIMEOUT)).isTrue();
    assertThat(fixture.canonical()).isEqualTo(rebuilt());
  }

  @Test
  void aStreamThatStoppedBehindTheBeginningIsTriedAgain() throws Exception {
    Projection views = fixture.projection();
    views.park(
        new DeadLetter(CHAT.value(), 3, 1_000, "of a store that was emptied", Instant.EPOCH));
    TestNode node = node(fixture, 1);
    await(() -> node.projector.deadLetters().isEmpty() && node.projector.progress().caughtUp());
    assertThat(views.deadLetters()).isEmpty();
  }

  // --- Read your writes --------------------------------------------------------------------------

  @Test
  void whatWasWrittenIsSeenThroughEachNode() throws Exception {
    TestNode first = node(fixture, 4);
    TestNode second = node(fixture, 4);
    await(() -> first.projector.segmentsHere() == 2 && second.projector.segmentsHere() == 2);

    for (int i = 0; i < 20; i++) {
      ConversationId chat = ConversationId.ofDirect(ADA, new PersonId("friend" + i));
      log.append(new DirectOpened(chat, ADA, List.of(ADA, new PersonId("friend" + i)), at(i)));
      TestNode asked = i % 2 == 0 ? first : second;
      assertThat(asked.projector.awaitReached(log.head(), TIMEOUT)).isTrue();
      assertThat(fixture.conversations().conversations().find(chat.value())).isNotNull();
    }
    assertThat(second.projector.awaitCaughtUp(TIMEOUT)).isTrue();
    assertThat(second.projector.progress().behind()).isZero();
  }

  @Test
  void whoeverWaitsForAnotherNodeWaitsNoLongerThanTheyWant() throws Exception {
    TestNode first = node(fixture, 1);
    await(() -> first.projector.segmentsHere() == 1);
    TestNode second = node(fixture, 1);
    first.writing.shut();
    log.append(chat());

    assertThat(second.projector.awaitReached(log.head(), Duration.ofMillis(50))).isFalse();

    first.writing.open();
    assertThat(second.projector.awaitReached(log.head(), TIMEOUT)).isTrue();
  }

  // --- Stopped streams ---------------------------------------------------------------------------

  @Test
  void aStoppedStreamIsShownByEveryNodeAndTriedWhereItIs() throws Exception {
    log.append(chat());
    log.appendUnreadable(CHAT.value());
    TestNode first = node(fixture, 1);
    assertThat(first.projector.awaitReached(log.head(), TIMEOUT)).isTrue();
    TestNode second = node(fixture, 1);
    assertThat(second.projector.awaitReached(log.head(), TIMEOUT)).isTrue();

    assertThat(second.projector.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.stream()).isEqualTo(CHAT.value()));
    assertThat(second.projector.otherNodeOf(CHAT.value())).isEqualTo(first.name);
    assertThat(second.projector.retry(CHAT.value()).get()).isFalse();
    assertThat(first.projector.otherNodeOf(CHAT.value())).isNull();
  }

  // --- Faults ------------------------------------------------------------------------------------

  @Test
  void allGoesOnWhenTheStoreWasAway(@TempDir Path folder) throws Exception {
    String password = "a-password-of-a-test";
    EmbeddedMongo store = EmbeddedMongo.start(folder, 0, password);
    int port = URI.create("mongodb://" + store.address()).getPort();
    String uri = store.uri();
    try (ViewsFixture there = new ViewsFixture(uri, Duration.ofSeconds(1))) {
      Happening happening = new Happening(new Random(7));
      TestNode first = node(there, 2);
      TestNode second = node(there, 2);
      log.append(happening.next(200));
      await(() -> isReached(second));
      await(() -> all() == 2 && first.projector.segmentsHere() == 1);

      store.close();
      log.append(happening.next(200));
      await(() -> first.projector.progress().failing() != null);
      await(() -> second.projector.progress().failing() != null);
      // By then, nobody knows any more which node has which segment.
      await(() -> all() == 0);
      assertThat(second.projector.awaitReached(log.head(), TIMEOUT)).isFalse();

      store = EmbeddedMongo.start(folder, port, password);
      await(() -> isReached(first) && isReached(second));
      assertThat(there.canonical()).isEqualTo(rebuilt());
      nodes.forEach(TestNode::close);
    } finally {
      store.close();
    }
  }

  private boolean isReached(TestNode node) {
    return node.projector.reached() >= log.head() && node.projector.progress().failing() == null;
  }

  // --- Helpers -----------------------------------------------------------------------------------

  private Map<String, String> rebuilt() {
    try (ViewsFixture fresh = new ViewsFixture()) {
      return fresh.rebuild(log, ProjectorOptions.DEFAULT).canonical();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("what is waited for happens").isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static ImageShared shared(Picture picture) {
    return new ImageShared(
        picture.imageId(), ADA, picture.hash(), picture.format(), 40, 30, "cGxhY2U", 1_000, at(0));
  }

  private static GatheringPublished picnic() {
    return new GatheringPublished(
        GATHERING,
        new CommandKey("picnic"),
        ADA,
        new Announcement("Picnic", "", null, new Place(52.5, 13.4, null), null),
        new Schedule(at(3_600), at(7_200), ZoneId.of("Europe/Berlin")),
        null,
        at(0));
  }

  private static GatheringAnswered answered(Answer answer) {
    return new GatheringAnswered(GATHERING, BOB, answer, answer == Answer.GOING ? 1 : 0, 0, at(50));
  }
}
