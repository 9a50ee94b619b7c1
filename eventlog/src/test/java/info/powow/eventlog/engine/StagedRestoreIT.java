package info.powow.eventlog.engine;

import static info.powow.eventlog.engine.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A restore that is interrupted between any two of its steps continues at the next opening.
@Timeout(60)
class StagedRestoreIT {
  private final EventLogOptions options;
  private final Path log;
  private final Path staged;
  private String epoch = "";

  StagedRestoreIT(@TempDir Path folder) {
    options = EventLogOptions.in(folder.resolve("log"));
    log = options.folder();
    staged = log.resolve(StagedRestore.FOLDER);
  }

  @BeforeEach
  void aLogOfTwoAndABackupOfOne(@TempDir Path elsewhere) throws IOException {
    Path copy = elsewhere.resolve("copy");
    try (EventLog open = EventLog.open(options)) {
      open.append(List.of(entry("a", 0))).join();
      open.copyTo(copy);
      open.append(List.of(entry("a", 1))).join();
      epoch = open.epoch();
    }
    Files.move(copy, staged);
  }

  private void assertRestored() {
    for (int opening = 0; opening < 2; opening++) {
      try (EventLog open = EventLog.open(options)) {
        assertThat(open.head()).isEqualTo(1);
        assertThat(open.epoch()).isNotEqualTo(epoch);
      }
      assertThat(staged).doesNotExist();
    }
  }

  @Test
  void nothingWasDone() {
    assertRestored();
    assertThat(log.resolve(StagedRestore.REPLACED)).isDirectory();
  }

  @Test
  void theStoreBeforeWasPutAside() throws IOException {
    Files.move(log.resolve(StagedRestore.STORE), log.resolve(StagedRestore.REPLACED));
    assertRestored();
  }

  @Test
  void theStoreTookItsPlace() throws IOException {
    Files.move(log.resolve(StagedRestore.STORE), log.resolve(StagedRestore.REPLACED));
    Files.move(staged.resolve(StagedRestore.STORE), log.resolve(StagedRestore.STORE));
    assertRestored();
  }

  @Test
  void onlyTheEmptyFolderWasLeft() throws IOException {
    Files.move(log.resolve(StagedRestore.STORE), log.resolve(StagedRestore.REPLACED));
    Files.move(staged.resolve(StagedRestore.STORE), log.resolve(StagedRestore.STORE));
    Files.delete(staged.resolve(FormatMarker.FILE));
    Files.delete(log.resolve(EpochMarker.FILE));
    assertRestored();
  }

  @Test
  void aStoreOfAnEarlierRestoreMakesWay() throws IOException {
    Path replaced = Files.createDirectory(log.resolve(StagedRestore.REPLACED));
    Files.writeString(replaced.resolve("old"), "old");
    assertRestored();
    assertThat(replaced.resolve("old")).doesNotExist();
  }
}
