package info.powow.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.engine.Logged;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackupIT {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final String PICTURE = "images/ab/ab12/original";

  private final Path data;
  private final Path elsewhere;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private EventLog log;

  BackupIT(@TempDir Path folder) throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    log = EventLog.open(EventLogOptions.in(data.resolve("log")));
    write(data.resolve(PICTURE), "a picture");
    write(data.resolve("images/ab/ab12/w320"), "made of it");
    write(data.resolve("keys/token.key"), "a secret");
    write(data.resolve("search/index"), "of the log");
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void append(long sequence) {
    log.append(
            List.of(
                Entry.of(
                    "stream",
                    "",
                    sequence,
                    "event" + sequence,
                    NOON,
                    "Noted",
                    "1",
                    ("text " + sequence).getBytes(StandardCharsets.UTF_8),
                    new byte[0])))
        .join();
  }

  private Path backup(String name) throws IOException {
    Path target = elsewhere.resolve(name);
    int files = Backup.write(log, data.resolve("images"), target, NOON);
    assertThat(files).isPositive();
    return target;
  }

  private void restore(Path backup) throws IOException {
    Restore prepared =
        Restore.prepare(
            backup, data.resolve("log"), data.resolve("images"), data.resolve("search"));
    log.close();
    prepared.commit();
    log = EventLog.open(EventLogOptions.in(data.resolve("log")));
  }

  @Test
  void whatIsRestoredIsTheLogAsItWasUnderAnotherEpoch() throws IOException {
    append(0);
    append(1);
    Path backup = backup("monday");
    append(2);
    String epoch = log.epoch();
    Files.delete(data.resolve(PICTURE));

    restore(backup);

    assertThat(log.read("stream", 0, 10)).extracting(Logged::index).containsExactly(1L, 2L);
    assertThat(log.epoch()).isNotEqualTo(epoch);
    assertThat(data.resolve(PICTURE)).hasContent("a picture");
    assertThat(data.resolve("search")).doesNotExist();
    append(2);
    assertThat(log.head()).isEqualTo(3);
  }

  @Test
  void aBackupHasNoKeysNoIndexesAndNothingThatCanBeMadeAgain() throws IOException {
    append(0);
    Path backup = backup("monday");

    List<String> files =
        Folders.filesIn(backup).stream().map(file -> Folders.relative(backup, file)).toList();
    assertThat(files).contains(PICTURE, "log/FORMAT", "MANIFEST");
    assertThat(files).noneMatch(file -> file.contains("key") || file.contains("search"));
    assertThat(files).doesNotContain("images/ab/ab12/w320", "log/EPOCH", "log/IN-USE");
  }

  @Test
  void aBackupIsAPrefixOfTheLogWhileOthersWrite() throws Exception {
    AtomicBoolean writing = new AtomicBoolean(true);
    append(0);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (long next = 1; writing.get(); next++) {
                append(next);
              }
            });
    Path backup;
    long before;
    try {
      while (log.head() < 200) {
        Thread.onSpinWait();
      }
      before = log.head();
      backup = backup("busy");
    } finally {
      writing.set(false);
      writer.join();
    }
    long after = log.head();

    restore(backup);

    assertThat(log.head()).isBetween(before, after);
    assertThat(log.read("stream", 0, Integer.MAX_VALUE)).hasSize((int) log.head());
  }

  @Test
  void aBackupThatIsDamagedIsRefusedAndChangesNothing() throws IOException {
    append(0);
    Path backup = backup("monday");
    append(1);
    Path store =
        Folders.filesIn(backup).stream()
            .filter(file -> file.toString().endsWith(".sst"))
            .findFirst()
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(store);
    bytes[bytes.length / 2] ^= 1;
    // The file is hard-linked with the log.
    Files.delete(store);
    Files.write(store, bytes);

    assertThatThrownBy(() -> restore(backup))
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining(Folders.relative(backup, store));
    assertThat(data.resolve("log/restore")).doesNotExist();
    assertThat(data.resolve("log/restore.part")).doesNotExist();
    assertThat(log.head()).isEqualTo(2);
  }

  @Test
  void aBackupThatMissesAFileOrHasOneMoreIsRefused() throws IOException {
    append(0);
    Path missing = backup("missing");
    Files.delete(missing.resolve(PICTURE));
    Path more = backup("more");
    write(more.resolve("log/store/000099.sst"), "from elsewhere");
    Path cutOff = backup("cut-off");
    List<String> lines = Files.readAllLines(cutOff.resolve("MANIFEST"));
    Files.write(cutOff.resolve("MANIFEST"), lines.subList(0, lines.size() - 1));
    Path outside = backup("outside");
    Files.write(
        outside.resolve("MANIFEST"),
        Files.readString(outside.resolve("MANIFEST"))
            .replace(PICTURE, "images/../../evil")
            .getBytes(StandardCharsets.UTF_8));

    for (Path refused : List.of(missing, more, cutOff, outside, elsewhere)) {
      assertThatThrownBy(() -> restore(refused)).isInstanceOf(BackupRefused.class);
    }
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void aBackupOverwritesNothing() throws IOException {
    append(0);
    Path backup = backup("monday");

    assertThatThrownBy(() -> backup("monday")).isInstanceOf(BackupRefused.class);
    assertThat(Manifest.read(backup)).isNotEmpty();
  }

  @Test
  void whatACrashLeftOfABackupIsInTheWayOfNothing() throws IOException {
    append(0);
    write(elsewhere.resolve("monday.part/log/store/half"), "half");
    write(data.resolve("log/restore.part/store/half"), "half");
    log.close();
    log = EventLog.open(EventLogOptions.in(data.resolve("log")));

    restore(backup("monday"));

    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void theToolDoesItWithoutARunningPowow() throws Exception {
    append(0);
    log.close();
    Path backup = elsewhere.resolve("monday");
    BackupTool tool =
        new BackupTool(data, Clock.fixed(NOON, ZoneOffset.UTC), new PrintStream(said, true));

    assertThat(tool.run(BackupTool.BACKUP, backup)).isZero();
    log = EventLog.open(EventLogOptions.in(data.resolve("log")));
    append(1);
    log.close();
    assertThat(tool.run(BackupTool.RESTORE, backup)).isZero();
    log = EventLog.open(EventLogOptions.in(data.resolve("log")));
    assertThat(log.head()).isEqualTo(1);
    log.close();
    assertThat(tool.run(BackupTool.RESTORE, elsewhere.resolve("none"))).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("is not a backup");
  }

  @Test
  void theToolAsksThePowowThatRuns() throws Exception {
    append(0);
    BackupControl control =
        new BackupControl(
            log,
            new ControlFolder(data),
            data.resolve("images"),
            data.resolve("search"),
            Clock.fixed(NOON, ZoneOffset.UTC),
            List.of(),
            this::restart);
    control.start();
    try {
      Path backup = elsewhere.resolve("monday");
      BackupTool tool =
          new BackupTool(data, Clock.fixed(NOON, ZoneOffset.UTC), new PrintStream(said, true));
      assertThat(tool.run(BackupTool.BACKUP, backup)).isZero();
      assertThat(tool.run(BackupTool.BACKUP, backup)).isEqualTo(1);
      append(1);
      assertThat(tool.run(BackupTool.RESTORE, backup)).isZero();
      assertThat(log.head()).isEqualTo(1);
    } finally {
      control.stop();
    }
  }

  @Test
  void nobodyWaitsForAPowowThatHasEnded() throws Exception {
    ControlFolder control = new ControlFolder(data);
    String id = control.ask(List.of(BackupTool.BACKUP, "anywhere"));

    assertThat(control.await(id, () -> false, 1, 3).done()).isFalse();
  }

  private void restart(BackupControl.RestartWork work) {
    try {
      log.close();
      work.whileStopped();
      log = EventLog.open(EventLogOptions.in(data.resolve("log")));
      work.afterwards(null);
    } catch (IOException e) {
      work.afterwards(e);
    }
  }
}
