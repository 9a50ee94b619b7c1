package info.powow.eventlog.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.KeysUnavailable;
import info.powow.eventlog.keys.MasterKey;
import info.powow.eventlog.seal.PersonalFields;
import info.powow.eventlog.seal.Sealing;
import info.powow.tlog.Checkpoint;
import info.powow.tlog.Continuation;
import info.powow.tlog.Leaf;
import info.powow.tlog.Proofs;
import info.powow.tlog.SignedNote;
import info.powow.tlog.SigningKey;
import info.powow.tlog.TileFolder;
import info.powow.tlog.TileNodes;
import info.powow.tlog.TilePath;
import info.powow.tlog.TreeHash;
import info.powow.tlog.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The tree of an event log, with both on the disk.
@Timeout(60)
class LogTreeIT {
  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
  private static final String CANARY = "canary-0123456789-abc";

  private final Path folder;
  private final Path keyFolder;
  private final Sealing sealing;
  private final List<SigningKey> keys;
  private EventLog log;

  LogTreeIT(@TempDir Path folder) {
    this.folder = folder;
    this.keyFolder = folder.resolve("keys");
    this.sealing = sealing(keyFolder);
    this.log = openLog("log");
    this.keys = CheckpointKeys.open(keyFolder, sealing, "powow/" + log.epoch());
  }

  private static Sealing sealing(Path keyFolder) {
    return new Sealing(
        PersonalFields.of(TYPES),
        KeyFolder.open(keyFolder, MasterKey.of(null, null, keyFolder), CLOCK));
  }

  private EventLog openLog(String name) {
    return EventLog.open(EventLogOptions.in(folder.resolve(name)), EventLogObserver.NONE, sealing);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void say(int from, int to) {
    say(log, from, to, -1);
  }

  private static void say(EventLog log, int from, int to, int edited) {
    log.append(
            IntStream.range(from, to)
                .mapToObj(i -> said(i, i == edited ? "something else" : CANARY + " " + i))
                .toList())
        .join();
  }

  private static Entry said(int sequence, String text) {
    MessageSent event =
        new MessageSent(
            new ConversationId("c1"),
            new CommandKey("k" + sequence),
            new PersonId("ada"),
            text,
            List.of(),
            List.of(),
            null,
            List.of(),
            Instant.EPOCH);
    return Entry.of(
        "c1",
        "Conversation",
        sequence,
        new UUID(7, sequence).toString(),
        Instant.EPOCH,
        "MessageSent",
        "1",
        JSON.encode(event),
        new byte[0]);
  }

  private LogTree openTree(boolean anew) throws IOException {
    return LogTree.open(log, new EventLeaves(sealing), keys, CLOCK, folder.resolve("tlog"), anew);
  }

  private Checkpoint grown(LogTree tree) throws IOException {
    assertThat(tree.grow(() -> false)).isTrue();
    return Checkpoint.parse(tree.tiles().published().orElseThrow().text());
  }

  private Checkpoint checkpointOf(int events) throws IOException {
    say(0, events);
    try (LogTree tree = openTree(false)) {
      return grown(tree);
    }
  }

  @Test
  void aCheckpointCoversTheWholeLogAndIsSignedTwice() throws IOException {
    say(0, 300);
    try (LogTree tree = openTree(false)) {
      Checkpoint checkpoint = grown(tree);
      SignedNote note = tree.tiles().published().orElseThrow();

      assertThat(checkpoint.size()).isEqualTo(300);
      assertThat(checkpoint.origin()).isEqualTo("powow/" + log.epoch());
      assertThat(keys).hasSize(2).allMatch(key -> note.isSignedBy(key.verifier()));
      assertThat(tree.behind()).isZero();
      assertThat(tree.grow(() -> false)).isFalse();
    }
  }

  @Test
  void aLeafProvesWhatWasSaidWithoutSayingIt() throws IOException {
    say(0, 300);
    try (LogTree tree = openTree(false)) {
      Checkpoint checkpoint = grown(tree);
      byte[] bundle = tree.tiles().read(new TilePath(TilePath.ENTRIES, 1, 44));
      byte[] encoded = TileFolder.leavesOf(bundle).getFirst();
      Leaf leaf = Leaf.decode(encoded);

      assertThat(leaf.index()).isEqualTo(257);
      assertThat(leaf.sequence()).isEqualTo(256);
      assertThat(leaf.type()).isEqualTo("MessageSent");
      assertThat(leaf.commitment()).hasSize(32);
      assertThat(leaf.streamTag()).isEqualTo(Leaf.streamTag(sealing.streamTagKey("c1"), "c1"));
      List<TreeHash> proof = Proofs.inclusion(256, 300, new TileNodes(300, tree.tiles()));
      assertThat(Verification.inclusion(leaf.hash(), 256, 300, proof, checkpoint.root())).isTrue();
      assertThat(new String(bundle, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
    }
  }

  @Test
  void afterARestartTheTreeGoesOn() throws IOException {
    Checkpoint before = checkpointOf(300);
    log.close();
    log = openLog("log");
    say(300, 700);
    try (LogTree tree = openTree(false)) {
      assertThat(tree.tiles().published()).isPresent();
      Checkpoint after = grown(tree);
      assertThat(Continuation.between(before, after, tree.tiles()))
          .isInstanceOf(Continuation.Continues.class);
    }
  }

  @Test
  void tilesThatAreMadeAnewAreTheSame() throws IOException {
    Checkpoint before = checkpointOf(700);
    try (LogTree tree = openTree(true)) {
      assertThat(tree.tiles().root()).isEqualTo(before.root());
      assertThat(tree.tiles().publishedSize()).isEqualTo(700);
    }
  }

  @Test
  void damagedTilesAreMadeAnewFromTheLog() throws IOException {
    Checkpoint before = checkpointOf(700);
    Files.write(folder.resolve("tlog/tile/0/002"), new byte[] {1, 2, 3}, StandardOpenOption.WRITE);
    try (LogTree tree = openTree(false)) {
      assertThat(tree.tiles().root()).isEqualTo(before.root());
    }
  }

  /// What a power cut may leave of files that were not forced to the disk.
  @Test
  void tilesThatWereNeverWrittenAreMadeAnewFromTheLog() throws IOException {
    Checkpoint before = checkpointOf(700);
    for (String lost : List.of("tile/0/001", "tile/entries/000", "tile/1/000")) {
      Path file = folder.resolve("tlog").resolve(lost);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, new byte[bytes.length]);
      try (LogTree tree = openTree(false)) {
        assertThat(tree.tiles().root()).isEqualTo(before.root());
      }
      assertThat(file).hasBinaryContent(bytes);
    }
  }

  @Test
  void tilesThatHaveSettledAreNotComparedAtEachStart() throws IOException {
    checkpointOf(700);
    try (LogTree tree = openTree(false)) {
      tree.tiles().settle(600);
    }
    Path settled = folder.resolve("tlog/tile/entries/000");
    Files.write(settled, new byte[1]);
    try (LogTree tree = openTree(false)) {
      assertThat(tree.tiles().settled()).isEqualTo(600);
      assertThat(settled).hasBinaryContent(new byte[1]);
    }
    try (LogTree tree = openTree(true)) {
      assertThat(tree.tiles().read(new TilePath(TilePath.ENTRIES, 0, 256))).hasSizeGreaterThan(1);
    }
  }

  @Test
  void aTreeWithoutTilesIsMadeAnewFromTheLog() throws IOException {
    Checkpoint before = checkpointOf(300);
    delete(folder.resolve("tlog/tile"));
    try (LogTree tree = openTree(false)) {
      assertThat(tree.tiles().root()).isEqualTo(before.root());
    }
  }

  /// As if somebody had edited the store: the same log, but for one text.
  private void edit(int events, int edited) throws IOException {
    log.close();
    try (EventLog other = openLog("other")) {
      say(other, 0, events, edited);
    }
    delete(folder.resolve("log/store"));
    Files.move(folder.resolve("other/store"), folder.resolve("log/store"));
    log = openLog("log");
  }

  @Test
  void anEditedEventIsExposedByTheOldCheckpoint() throws IOException {
    checkpointOf(700);
    edit(700, 5);

    assertThatThrownBy(() -> openTree(true))
        .isInstanceOf(LogDiffersFromCheckpoint.class)
        .hasMessageContaining("another root at entry 700");
    // The evidence stays.
    assertThat(TileFolder.checkpointIn(folder.resolve("tlog"))).isPresent();
  }

  @Test
  void anEditedEventAmongTheNewestIsNoticedAtStart() throws IOException {
    checkpointOf(700);
    edit(700, 690);

    assertThatThrownBy(() -> openTree(false))
        .isInstanceOf(LogDiffersFromCheckpoint.class)
        .hasMessageContaining("another root at entry 700");
  }

  @Test
  void entriesThatWereLostAreNoticedAtStart() throws IOException {
    checkpointOf(700);
    edit(600, -1);

    assertThatThrownBy(() -> openTree(false))
        .isInstanceOf(LogDiffersFromCheckpoint.class)
        .hasMessageContaining("ends at entry 600");
    assertThatThrownBy(() -> openTree(true)).isInstanceOf(LogDiffersFromCheckpoint.class);
  }

  @Test
  void destroyingAKeyChangesNoLeaf() throws IOException {
    Checkpoint before = checkpointOf(300);
    sealing.destroy("ada");
    try (LogTree tree = openTree(true)) {
      assertThat(tree.tiles().root()).isEqualTo(before.root());
    }
  }

  @Test
  void theSigningKeysStayAndAreNotInTheClear() throws IOException {
    List<SigningKey> again = CheckpointKeys.open(keyFolder, sealing, "powow/" + log.epoch());
    assertThat(again.stream().map(SigningKey::verifier))
        .isEqualTo(keys.stream().map(SigningKey::verifier).toList());
    assertThat(keyFolder.resolve("tlog.key").toFile()).content().doesNotContain("MC4CAQ");
    Path others = folder.resolve("other-keys");
    Sealing other = sealing(others);
    Files.copy(keyFolder.resolve("tlog.key"), others.resolve("tlog.key"));
    assertThatThrownBy(() -> CheckpointKeys.open(others, other, "powow/1"))
        .isInstanceOf(KeysUnavailable.class);
  }

  @Test
  void theFollowerSignsWhatIsAppendedAndStops() throws Exception {
    try (TransparencyLog follower =
        new TransparencyLog(
            log, sealing, keys, folder.resolve("tlog"), Duration.ofMillis(1), false, CLOCK)) {
      follower.start();
      say(0, 10);
      awaitSigned(follower, 10);
      say(10, 300);
      awaitSigned(follower, 300);
      assertThat(follower.failure()).isEmpty();
      assertThat(follower.consistency(10, 300)).isNotEmpty();
      assertThat(follower.inclusion(300, 300)).isNotEmpty();
    }
  }

  private static void awaitSigned(TransparencyLog follower, long size) {
    while (follower.behind() > 0
        || Checkpoint.parse(follower.checkpoint().orElseThrow().text()).size() < size) {
      Thread.onSpinWait();
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
