package info.powow.eventlog.engine;

import static info.powow.eventlog.engine.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Copies the files while the log is open: the copy is the disk of a machine that lost power.
class DamagedLogIT {
  private static final int GROUPS = 200;

  private final Path crashed;

  DamagedLogIT(@TempDir Path folder) {
    this.crashed = folder.resolve("crashed");
  }

  @BeforeEach
  void crash(@TempDir Path original) throws IOException {
    EventLogOptions options = EventLogOptions.in(original);
    try (EventLog log = EventLog.open(options)) {
      for (int i = 0; i < GROUPS; i++) {
        // One by one, so that each is a separate group; some do not fit into a block of the file.
        log.append(List.of(entry("stream", i, "x".repeat(i % 10 == 9 ? 80_000 : 300)))).join();
      }
      copy(original, crashed);
    }
  }

  @Test
  void everythingIsThereAfterACrash() {
    assertThat(opened()).isEqualTo(GROUPS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 40_000})
  void aTornTailIsDroppedAndOnlyThat(int missing) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(newestWal().toFile(), "rw")) {
      file.setLength(file.length() - missing);
    }

    assertThat(opened()).isEqualTo(GROUPS - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 40_000})
  void aGarbledTailIsDroppedAndOnlyThat(int garbled) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(newestWal().toFile(), "rw")) {
      byte[] noise = new byte[garbled];
      new Random(garbled).nextBytes(noise);
      file.seek(file.length() - garbled);
      file.write(noise);
    }

    assertThat(opened()).isEqualTo(GROUPS - 1);
  }

  @Test
  void aTailOfZerosIsDropped() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(newestWal().toFile(), "rw")) {
      file.setLength(file.length() + 100_000);
    }

    assertThat(opened()).isEqualTo(GROUPS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 0.5, 0.8})
  void damageInTheMiddleIsRefusedAndNothingIsChanged(double place) throws IOException {
    Path wal = newestWal();
    try (RandomAccessFile file = new RandomAccessFile(wal.toFile(), "rw")) {
      long at = (long) (file.length() * place);
      file.seek(at);
      int before = file.read();
      file.seek(at);
      file.write(before ^ 0x40);
    }
    byte[] damaged = Files.readAllBytes(wal);

    assertThatThrownBy(() -> EventLog.open(EventLogOptions.in(crashed)))
        .isInstanceOf(CorruptEventLog.class)
        .hasMessageContaining(wal.toString())
        .hasMessageContaining("backup");
    assertThat(wal).hasBinaryContent(damaged);
  }

  @Test
  void damagedTablesAreRefused() throws IOException {
    // Opening writes sorted files; then one of them is damaged.
    assertThat(opened()).isEqualTo(GROUPS);
    for (Path table : files(".*\\.sst")) {
      try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "rw")) {
        byte[] noise = new byte[(int) file.length()];
        new Random(1).nextBytes(noise);
        file.write(noise);
      }
    }

    assertThatThrownBy(this::opened)
        .isInstanceOf(CorruptEventLog.class)
        .hasMessageContaining(crashed.toString());
  }

  @Test
  void aMissingFormatMarkerIsRefused() throws IOException {
    Files.delete(crashed.resolve(FormatMarker.FILE));

    assertThatThrownBy(this::opened)
        .isInstanceOf(CorruptEventLog.class)
        .hasMessageContaining(FormatMarker.FILE);
  }

  /// Opens the log, reads all of it, appends one more entry, and returns the previous number.
  private long opened() {
    try (EventLog log = EventLog.open(EventLogOptions.in(crashed))) {
      long head = log.head();
      List<Logged> all = log.readAll(0, Integer.MAX_VALUE, Long.MAX_VALUE);
      assertThat(all).extracting(Logged::index).isSorted().hasSize((int) head).endsWith(head);
      assertThat(log.read("stream", 0, Integer.MAX_VALUE)).hasSize((int) head);
      assertThat(log.append(List.of(entry("stream", head))).join()).isEqualTo(head + 1);
      return head;
    }
  }

  private Path newestWal() throws IOException {
    return files("\\d+\\.log").getLast();
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(crashed.resolve("store"))) {
      return files
          .filter(file -> file.getFileName().toString().matches(name))
          .sorted(Comparator.comparing(Path::getFileName))
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
