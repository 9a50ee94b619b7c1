package info.powow.analytics.columns;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.analytics.duckdb.DuckDbChild;
import info.powow.analytics.duckdb.Outcome;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.identity.InstallationSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sink with a real DuckDB that writes the files.
class ColumnSinkIT {
  private static final ConversationId GROUP = new ConversationId("g1");
  private static final PersonId ADA = new PersonId("ada");
  private static final InstallationSecret SECRET =
      InstallationSecret.of(
          Base64.getEncoder()
              .encodeToString(
                  "thirty-two bytes that nobody knows".getBytes(StandardCharsets.UTF_8)),
          null);

  private final Path folder;
  private final MemoryLog log = new MemoryLog();
  private DuckDbChild child;
  private ColumnSink sink;

  ColumnSinkIT(@TempDir Path folder) {
    this.folder = folder;
    child = child();
    sink = sink("schema");
  }

  private DuckDbChild child() {
    return new DuckDbChild(
        "test",
        Path.of("target", "duckdb-" + System.nanoTime()),
        new DuckDbChild.Limits(256, 900, 1_000, Duration.ofMinutes(5)));
  }

  private ColumnSink sink(String schema) {
    return new ColumnSink(
        log, folder.resolve("columns"), child, SECRET, schema, Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    sink.close();
  }

  private void restart(String schema) {
    sink.close();
    child = child();
    sink = sink(schema);
    sink.start();
  }

  private void send(int messages) {
    for (int i = 0; i < messages; i++) {
      log.append(
          GROUP.value(),
          new MessageSent(
              GROUP,
              new CommandKey("k"),
              ADA,
              "Grüße 🎉",
              List.of(),
              List.of(),
              null,
              List.of(),
              MemoryLog.AT));
    }
  }

  private Manifest read() throws InterruptedException {
    try (ColumnSink.Reading reading = sink.read(Duration.ofSeconds(60))) {
      return Objects.requireNonNull(reading.manifest());
    }
  }

  /// Fails if this is not true of a table.
  private void holds(Manifest manifest, String table, String condition) {
    String files =
        manifest.files(sink.folder(), table).stream()
            .map(file -> "'" + file + "'")
            .collect(Collectors.joining(", "));
    Outcome outcome =
        child.run(
            List.of(
                "SELECT CASE WHEN %s THEN 1 ELSE error('not so: ' || count(*)) END FROM read_parquet([%s])"
                    .formatted(condition, files)));
    assertThat(outcome.failure()).as(outcome.toString()).isNull();
  }

  private void everyEventIsThereOnce(Manifest manifest) {
    assertThat(manifest.reached()).isEqualTo(log.head());
    holds(
        manifest,
        "events",
        "count(*) = %1$d AND count(DISTINCT idx) = %1$d AND min(idx) = 1 AND max(idx) = %1$d"
            .formatted(log.head()));
  }

  @Test
  void whatIsInTheLogIsInTheTables() throws Exception {
    log.append(
        GROUP.value(),
        new GroupCreated(
            GROUP,
            new CommandKey("k"),
            ADA,
            "Allotment",
            List.of(ADA, new PersonId("bob")),
            true,
            true,
            MemoryLog.AT));
    send(3);
    log.appendUnknown(GROUP.value());
    sink.start();

    Manifest manifest = read();

    everyEventIsThereOnce(manifest);
    holds(
        manifest,
        "messages",
        "count(*) = 3 AND min(characters) = 7 AND max(position) = 3 AND NOT bool_or(private)"
            + " AND min(happened_at) = TIMESTAMP '2026-11-29 10:00:00.123' AND count(reply_to) = 0"
            + " AND count(DISTINCT person) = 1");
    holds(manifest, "memberships", "count(*) = 2 AND count(DISTINCT person) = 2");
    holds(
        manifest, "events", "count(*) FILTER (type = 'MessageTranslated' AND person IS NULL) = 1");
    send(2);
    everyEventIsThereOnce(read());
  }

  @Test
  void noFileHasATextAnIdOrAHandle() throws Exception {
    send(1);
    sink.start();
    Manifest manifest = read();

    for (Path file : manifest.files(sink.folder())) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(bytes).doesNotContain("ada", "g1", "Gr");
    }
  }

  @Test
  void smallSegmentsAreMergedAndNothingIsLostOrDoubled() throws Exception {
    sink.start();
    for (int i = 0; i < 20; i++) {
      send(5);
      Manifest unused = read();
    }

    Manifest manifest = read();

    assertThat(manifest.segments()).hasSizeLessThan(10);
    everyEventIsThereOnce(manifest);
    holds(manifest, "messages", "count(*) = 100");
    try (Stream<Path> files = Files.list(sink.folder().resolve("events"))) {
      assertThat(files.toList())
          .containsExactlyInAnyOrderElementsOf(manifest.files(sink.folder(), "events"));
    }
  }

  @Test
  void killsAtAnyMomentLoseAndDoubleNothing() throws Exception {
    for (int round = 0; round < 4; round++) {
      restart("schema");
      send(30);
      Thread reader = Thread.ofVirtual().start(this::tryToRead);
      Thread.sleep(ThreadLocalRandom.current().nextInt(300));
      // The child dies with what it was writing, and so does the thread that follows.
      child.close();
      sink.close();
      reader.join();
    }

    restart("schema");
    everyEventIsThereOnce(read());
  }

  private void tryToRead() {
    try {
      ColumnSink.Reading unused = sink.read(Duration.ofMillis(400));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatACrashLeftBehindIsNoPartOfTheTables() throws Exception {
    send(10);
    sink.start();
    Manifest manifest = read();
    sink.close();
    Path events = sink.folder().resolve("events");
    Files.copy(
        manifest.files(sink.folder(), "events").getFirst(),
        events.resolve("000000000011-000000000020.parquet"));
    Files.writeString(events.resolve("000000000011-000000000030.parquet.new"), "half");
    Files.writeString(sink.folder().resolve("tail").resolve("events.csv"), "11,1,x\n");
    Files.writeString(sink.folder().resolve("manifest.json.new"), "{");

    restart("schema");
    send(5);

    everyEventIsThereOnce(read());
    assertThat(events.resolve("000000000011-000000000030.parquet.new")).doesNotExist();
    assertThat(events.resolve("000000000011-000000000020.parquet")).doesNotExist();
  }

  @Test
  void anotherLogOrAnotherSchemaBeginsAnew() throws Exception {
    send(10);
    sink.start();
    everyEventIsThereOnce(read());
    restart("another schema");
    everyEventIsThereOnce(read());
    sink.close();
    log.restored("two");
    send(3);

    restart("another schema");

    everyEventIsThereOnce(read());
  }

  @Test
  void aMissingFileBeginsAnew() throws Exception {
    send(10);
    sink.start();
    Manifest manifest = read();
    sink.close();
    Files.delete(manifest.files(sink.folder(), "messages").getFirst());

    restart("schema");

    everyEventIsThereOnce(read());
  }

  @Test
  void neighboursThatAreSmallAreMergedFirst() throws IOException {
    List<Segment> segments =
        LongStream.range(0, 20)
            .mapToObj(at ->
                new Segment(
                    at * 10 + 1, at * 10 + 10, java.util.Map.of("events", at == 3 ? 50_000L : 10L)))
            .toList();

    assertThat(ColumnFiles.run(segments)).hasSize(8).startsWith(segments.get(4));
    assertThat(ColumnFiles.run(segments.subList(0, 7))).isEmpty();
    Manifest merged =
        new Manifest("s", "e", segments)
            .merged(new Segment(41, 120, java.util.Map.of("events", 80L)));
    assertThat(merged.segments()).hasSize(13);
    assertThat(merged.reached()).isEqualTo(200);
  }
}
