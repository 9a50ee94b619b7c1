package info.powow.eventlog.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.eventlog.engine.CorruptEventLog;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.engine.EventLogUnavailable;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.MasterKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded log with payloads that are sealed on the disk.
class SealedLogIT {
  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);
  private static final String CANARY = "canary-0123456789-abc";

  private final Path folder;
  private Sealing sealing;
  private EventLog log;

  SealedLogIT(@TempDir Path folder) {
    this.folder = folder;
    this.sealing = sealing("keys");
    this.log = open(sealing);
  }

  private Sealing sealing(String keys) {
    Path keyFolder = folder.resolve(keys);
    return new Sealing(
        PersonalFields.of(TYPES),
        KeyFolder.open(keyFolder, MasterKey.of(null, null, keyFolder), Clock.systemUTC()));
  }

  private EventLog open(Sealing with) {
    // So few in memory that the rest comes from the disk.
    return EventLog.open(
        EventLogOptions.in(folder.resolve("log")).withTail(2, 1 << 20),
        EventLogObserver.NONE,
        with);
  }

  @BeforeEach
  void talk() {
    say("ada", 0, CANARY);
    say("bob", 1, "hello Ada");
    say("ada", 2, CANARY + " again");
    say("bob", 3, "bye");
    say("bob", 4, "bye bye");
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void say(String who, long sequence, String text) {
    log.append(List.of(entry(who, sequence, text))).join();
  }

  private static Entry entry(String who, long sequence, String text) {
    MessageSent sent =
        new MessageSent(
            new ConversationId("c"),
            new CommandKey(CANARY + sequence),
            new PersonId(who),
            text,
            List.of(),
            List.of(),
            null,
            List.of(),
            Instant.parse("2026-06-06T12:00:00Z"));
    return Entry.of(
            "c",
            "ConversationAggregate",
            sequence,
            UUID.randomUUID().toString(),
            sent.at(),
            "MessageSent",
            EventTypes.FIRST_REVISION,
            JSON.encode(sent),
            new byte[0])
        .withKey(who + " " + CANARY + sequence);
  }

  private static String text(Logged logged) {
    return new String(logged.entry().payload(), StandardCharsets.UTF_8);
  }

  private static boolean isAnywhereIn(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void whatWasSaidIsReadBackFromMemoryAndFromDiskAndIsInNoFile() throws IOException {
    log.saveSnapshot(entry("ada", 2, CANARY)).join();
    Path copy = folder.resolve("copy");
    log.copyTo(copy);

    assertThat(log.read("c", 0, 9).stream().map(SealedLogIT::text))
        .hasSize(5)
        .element(0)
        .asString()
        .contains(CANARY);
    assertThat(log.readAll(0, 9, 1 << 20).getFirst().entry().payload())
        .isEqualTo(entry("ada", 0, CANARY).payload());
    assertThat(log.positionOf("c", "ada " + CANARY + "2")).hasValue(2);
    assertThat(log.snapshot("c")).isPresent();
    log.close();
    assertThat(isAnywhereIn(folder.resolve("log"), "\"sender\":\"ada\"")).isTrue();
    assertThat(isAnywhereIn(folder.resolve("log"), CANARY)).isFalse();
    assertThat(isAnywhereIn(copy, CANARY)).isFalse();
  }

  @Test
  void whatAnErasedPersonSaidIsGoneAndTheRestIsRead() {
    log.saveSnapshot(entry("ada", 2, CANARY)).join();
    log.close();
    sealing.destroy("ada");
    log = open(sealing("keys"));

    List<Logged> read = log.read("c", 0, 9);

    assertThat(read).hasSize(5);
    assertThat(text(read.get(0)))
        .contains("\"withheld\":\"erased\"")
        .contains("\"sender\":\"ada\"")
        .doesNotContain(CANARY);
    assertThat(text(read.get(1))).contains("hello Ada");
    assertThat(log.snapshot("c")).isEmpty();
    assertThatThrownBy(() -> say("ada", 5, "I am back"))
        .hasCauseInstanceOf(EventLogUnavailable.class);
    say("bob", 5, "the conversation goes on");
    assertThat(log.read("c", 5, 1)).hasSize(1);
  }

  @Test
  void withTheKeysOfAnotherLogItIsNotOpened() {
    log.close();

    assertThatThrownBy(() -> open(sealing("other-keys")))
        .isInstanceOf(CorruptEventLog.class)
        .hasMessageContaining("belongs to another log")
        .hasMessageContaining("Nothing was erased")
        .hasMessageContaining("powow.keys.folder");
    log = open(sealing("keys"));
    assertThat(log.read("c", 0, 9)).hasSize(5);
  }

  @Test
  void aLogThatLostTheNameOfItsKeysIsNotOpened() throws IOException {
    log.close();
    Files.delete(folder.resolve("log").resolve("KEYS"));

    assertThatThrownBy(() -> open(sealing("keys")))
        .isInstanceOf(CorruptEventLog.class)
        .hasMessageContaining("KEYS");
  }
}
