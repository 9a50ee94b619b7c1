package info.powow.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FlightRecordingsIT {
  private static final String CANARY = "canary-4711-of-a-text";

  private final Path folder;
  private final Instant now = Instant.parse("2026-11-30T10:00:00Z");
  private FlightRecordings recordings;

  FlightRecordingsIT(@TempDir Path data) {
    this.folder = data.resolve("recordings");
    this.recordings = at(now);
  }

  private FlightRecordings at(Instant time) {
    return new FlightRecordings(folder, Clock.fixed(time, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    recordings.close();
  }

  /// An event of another library, with a value. JFR does not know the type when the recording
  /// starts.
  static final class Said extends Event {
    String text = CANARY;
  }

  private String record(Duration duration, Runnable meanwhile) throws Exception {
    String id = recordings.begin(duration).id();
    meanwhile.run();
    recordings.completed().get(60, TimeUnit.SECONDS);
    return id;
  }

  @Test
  void aRecordingSamplesTheProcessorAndHasNoTexts() throws Exception {
    System.setProperty("powow.test.secret", CANARY);
    try {
      String id =
          record(
              Duration.ofSeconds(2),
              () -> {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
                int thrown = 0;
                while (System.nanoTime() < end) {
                  new Said().commit();
                  try {
                    throw new IllegalStateException(CANARY + thrown++);
                  } catch (IllegalStateException e) {
                    assertThat(e).hasMessageStartingWith(CANARY);
                  }
                }
              });

      Path file = recordings.find(id).orElseThrow();
      List<RecordedEvent> events = RecordingFile.readAllEvents(file);
      Set<String> types =
          events.stream().map(event -> event.getEventType().getName()).collect(Collectors.toSet());
      assertThat(types)
          .contains("jdk.ExecutionSample", "jdk.CPULoad")
          .doesNotContain(
              "jdk.InitialSystemProperty",
              "jdk.InitialEnvironmentVariable",
              "jdk.JVMInformation",
              "jdk.SystemProcess",
              "jdk.JavaExceptionThrow",
              "jdk.SocketRead",
              Said.class.getName());
      assertThat(events).noneMatch(event -> event.toString().contains(CANARY));
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(CANARY);
    } finally {
      System.clearProperty("powow.test.secret");
    }
  }

  @Test
  void onlyOneIsMadeAtATime() throws Exception {
    record(
        Duration.ofSeconds(1),
        () -> {
          assertThat(recordings.running()).isNotNull();
          assertThat(recordings.made()).isEmpty();
          assertThatThrownBy(() -> recordings.begin(Duration.ofSeconds(1)))
              .isInstanceOf(Rejected.class)
              .hasMessageContaining("recording");
        });

    assertThat(recordings.running()).isNull();
    assertThat(recordings.made()).hasSize(1).allMatch(made -> made.bytes() > 0);
  }

  @Test
  void oneThatCannotBeWrittenDoesNotBlockTheNext() throws Exception {
    String id =
        record(
            Duration.ofSeconds(1),
            () -> {
              try {
                Files.createDirectories(folder.resolve(FlightRecordings.RAW).resolve("in-the-way"));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(recordings.find(id)).isEmpty();
    assertThat(recordings.running()).isNull();
    assertThat(recordings.begin(Duration.ofSeconds(1)).id()).isNotNull();
  }

  @Test
  void theOldestMakesRoomForTheNewest() throws Exception {
    Files.createDirectories(folder);
    for (int i = 0; i < FlightRecordings.KEPT + 2; i++) {
      Files.writeString(folder.resolve("2026112%dT100000000Z.jfr".formatted(i)), "old");
    }

    String newest = record(Duration.ofSeconds(1), () -> {});

    assertThat(recordings.made())
        .extracting(FlightRecordings.MadeRecording::id)
        .containsExactly(
            newest,
            "20261126T100000000Z",
            "20261125T100000000Z",
            "20261124T100000000Z",
            "20261123T100000000Z");
  }

  @Test
  void theyOutliveARestartUntilTheyAreDeleted() throws Exception {
    String id = record(Duration.ofSeconds(1), () -> {});

    recordings.close();
    recordings = at(now.plusSeconds(60));

    assertThat(recordings.find(id)).isPresent();
    assertThat(recordings.delete(id)).isTrue();
    assertThat(recordings.find(id)).isEmpty();
    assertThat(recordings.delete(id)).isFalse();
  }

  @Test
  void onlyRecordingsAreFound() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolveSibling("actions.jsonl"), "secret");
    Files.writeString(folder.resolve("other.jfr"), "other");

    for (String id : List.of("../actions", "other", "", "20261130T100000000Z")) {
      assertThat(recordings.find(id)).as(id).isEmpty();
      assertThat(recordings.delete(id)).as(id).isFalse();
    }
  }
}
