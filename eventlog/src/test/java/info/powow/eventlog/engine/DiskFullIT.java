package info.powow.eventlog.engine;

import static info.powow.eventlog.engine.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Uses a small disk of its own, which requires root; otherwise, these tests are skipped.
@Timeout(120)
class DiskFullIT {
  private static final int DISK_MIB = 48;
  private static final int BALLAST_MIB = 20;

  private final Path disk;
  private final Path ballast;
  private final Map<Long, String> acknowledged = new HashMap<>();
  private long next;

  DiskFullIT(@TempDir Path folder) throws IOException {
    this.disk = Files.createDirectory(folder.resolve("disk"));
    this.ballast = disk.resolve("ballast");
  }

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", disk.toString()),
        "SKIPPED: a full disk can only be tried as root, where a tmpfs can be mounted");
    Files.write(ballast, new byte[BALLAST_MIB << 20]);
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void whenTheDiskIsFullAppendsFailAndWhenThereIsRoomTheyGoOn() throws Exception {
    EventLogOptions options = options(0);
    try (EventLog log = EventLog.open(options)) {
      fill(log);
      assertThat(log.failure()).isPresent();
      assertThatThrownBy(() -> append(log, "after"))
          .isInstanceOf(EventLogUnavailable.class)
          .hasMessageContaining(options.folder().toString())
          .hasMessageContaining("cannot write");
      assertThat(log.head()).isEqualTo(acknowledged.size());

      Files.delete(ballast);
      appendWhenPossible(log);

      assertThat(log.failure()).isEmpty();
      everythingAcknowledgedIsIn(log);
    }
    try (EventLog log = EventLog.open(options)) {
      everythingAcknowledgedIsIn(log);
    }
  }

  @Test
  void whenTheReserveIsTouchedAppendsAreRefusedAndReadingGoesOn() throws Exception {
    EventLogOptions options = options(16 << 20);
    try (EventLog log = EventLog.open(options)) {
      fill(log);
      assertThat(log.failure())
          .get()
          .extracting(Throwable::getMessage)
          .asString()
          .contains("is full")
          .contains("kept in reserve");
      everythingAcknowledgedIsIn(log);

      Files.delete(ballast);
      append(log, "there is room");

      assertThat(log.failure()).isEmpty();
      everythingAcknowledgedIsIn(log);
    }
  }

  private EventLogOptions options(long reservedBytes) {
    return EventLogOptions.in(disk.resolve("log"))
        .withMemtableBytes(4 << 20)
        .withReservedDiskBytes(reservedBytes);
  }

  /// Appends until it fails, with more appends queued behind the first that fails.
  private void fill(EventLog log) {
    List<CompletableFuture<Long>> group = new ArrayList<>();
    boolean full = false;
    while (!full) {
      long first = next;
      for (int i = 0; i < 8; i++) {
        group.add(log.append(List.of(entry("stream", next++, incompressible(next)))));
      }
      for (CompletableFuture<Long> append : group) {
        try {
          acknowledged.put(append.join(), incompressible(++first));
        } catch (CompletionException e) {
          full = true;
        }
      }
      group.clear();
    }
    next = log.head();
  }

  private static String incompressible(long seed) {
    StringBuilder text = new StringBuilder();
    Random random = new Random(seed);
    while (text.length() < 40_000) {
      text.append(Long.toString(random.nextLong(), 36));
    }
    return text.toString();
  }

  private void append(EventLog log, String payload) {
    long sequence = log.lastSequence("stream").orElse(-1) + 1;
    try {
      acknowledged.put(log.append(List.of(entry("stream", sequence, payload))).join(), payload);
    } catch (CompletionException e) {
      if (e.getCause() instanceof EventLogException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /// The log retries when somebody appends, but not continuously.
  private void appendWhenPossible(EventLog log) throws InterruptedException {
    while (true) {
      try {
        append(log, "there is room");
        return;
      } catch (EventLogUnavailable e) {
        Thread.sleep(50);
      }
    }
  }

  private void everythingAcknowledgedIsIn(EventLog log) {
    List<Logged> all = log.readAll(0, Integer.MAX_VALUE, Long.MAX_VALUE);
    assertThat(all).hasSize((int) log.head());
    acknowledged.forEach((index, payload) -> {
      Logged logged = all.get((int) (index - 1));
      assertThat(logged.index()).isEqualTo(index);
      assertThat(Entries.payload(logged.entry())).isEqualTo(payload);
    });
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
