package info.powow.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills an appending process with kill -9, again and again.
@Timeout(300)
class KilledIT {
  private static final int ROUNDS = 6;

  private record Acknowledged(String stream, long sequence, long index) {
    static Acknowledged parse(String line) {
      String[] parts = line.split(" ");
      return new Acknowledged(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAndTheOrderHasNoGap(@TempDir Path folder) throws Exception {
    Random random = new Random();
    List<Acknowledged> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(writeAndKill(folder, 200 + random.nextInt(4_000)));
      check(folder, acknowledged);
    }
  }

  @Test
  void aFolderThatAnotherProcessHasOpenIsRefused(@TempDir Path folder) throws Exception {
    Process process = start(folder);
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      assertThat(lines.readLine()).isNotNull();
      assertThatThrownBy(() -> EventLog.open(EventLogOptions.in(folder)))
          .isInstanceOf(EventLogInUse.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("process " + process.pid());
    } finally {
      process.destroyForcibly().waitFor();
    }
    EventLog.open(EventLogOptions.in(folder)).close();
  }

  /// Kills the process after so many acknowledgements, and returns all that it reported.
  private static List<Acknowledged> writeAndKill(Path folder, int after) throws Exception {
    Process process = start(folder);
    List<Acknowledged> acknowledged = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (CrashingWriter.isWhole(line)) {
          acknowledged.add(Acknowledged.parse(line));
        }
        if (acknowledged.size() == after) {
          // Not process.destroyForcibly(), which would discard unread output.
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(after);
    return acknowledged;
  }

  private static void check(Path folder, List<Acknowledged> acknowledged) {
    Map<String, Long> next = new HashMap<>();
    Map<Long, Entry> byIndex = new HashMap<>();
    try (EventLog log = EventLog.open(EventLogOptions.in(folder))) {
      long expected = 1;
      List<Logged> chunk = log.readAll(0, 1_000, Long.MAX_VALUE);
      while (!chunk.isEmpty()) {
        for (Logged logged : chunk) {
          Entry entry = logged.entry();
          assertThat(logged.index()).isEqualTo(expected++);
          assertThat(entry.sequence()).isEqualTo(next.getOrDefault(entry.stream(), 0L));
          assertThat(Entries.payload(entry))
              .isEqualTo(CrashingWriter.payload(entry.stream(), entry.sequence()));
          next.put(entry.stream(), entry.sequence() + 1);
          byIndex.put(logged.index(), entry);
        }
        chunk = log.readAll(chunk.getLast().index(), 1_000, Long.MAX_VALUE);
      }
      assertThat(expected - 1).isEqualTo(log.head());
      for (Acknowledged one : acknowledged) {
        assertThat(byIndex)
            .as("%s", one)
            .hasEntrySatisfying(
                one.index(),
                entry -> {
                  assertThat(entry.stream()).isEqualTo(one.stream());
                  assertThat(entry.sequence()).isEqualTo(one.sequence());
                });
      }
      next.forEach((stream, end) -> {
        assertThat(log.lastSequence(stream)).hasValue(end - 1);
        assertThat(log.read(stream, 0, Integer.MAX_VALUE)).hasSize(end.intValue());
        assertThat(log.positionOf(stream, "key" + (end - 1))).hasValue(end - 1);
        assertThat(log.positionOf(stream, "key" + end)).isEmpty();
      });
    }
  }

  private static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "-Dlogback.configurationFile=logback-silent.xml",
            CrashingWriter.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
