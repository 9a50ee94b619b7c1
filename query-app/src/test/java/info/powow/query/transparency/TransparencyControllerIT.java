package info.powow.query.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.MasterKey;
import info.powow.eventlog.seal.PersonalFields;
import info.powow.eventlog.seal.Sealing;
import info.powow.eventlog.transparency.CheckpointKeys;
import info.powow.eventlog.transparency.TransparencyLog;
import info.powow.tlog.Checkpoint;
import info.powow.tlog.SignedNote;
import info.powow.tlog.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

/// What `/tlog/…` answers, over a log of 300 events.
@Timeout(60)
class TransparencyControllerIT {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private EventLog log;
  private TransparencyLog transparency;

  @BeforeEach
  void open() {
    Path keys = folder.resolve("keys");
    Sealing sealing =
        new Sealing(
            PersonalFields.of(EventTypes.ofPowow()),
            KeyFolder.open(keys, MasterKey.of(null, null, keys), CLOCK));
    log = EventLog.open(EventLogOptions.in(folder.resolve("log")), EventLogObserver.NONE, sealing);
    log.append(
            IntStream.range(0, 300)
                .mapToObj(i ->
                    Entry.of(
                        "s",
                        "Test",
                        i,
                        "id" + i,
                        Instant.EPOCH,
                        "Tested",
                        "1",
                        "{}".getBytes(StandardCharsets.UTF_8),
                        new byte[0]))
                .toList())
        .join();
    transparency =
        new TransparencyLog(
            log,
            sealing,
            CheckpointKeys.open(keys, sealing, "chat.example.org/1"),
            folder.resolve("tlog"),
            Duration.ofMillis(1),
            false,
            CLOCK);
    transparency.start();
    while (transparency.behind() > 0) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void close() {
    transparency.close();
    log.close();
  }

  private static MockHttpServletRequest get(String path) {
    return new MockHttpServletRequest("GET", path);
  }

  private static String text(ResponseEntity<byte[]> answer) {
    byte[] body = answer.getBody();
    assertThat(body).isNotNull();
    return new String(body == null ? new byte[0] : body, StandardCharsets.UTF_8);
  }

  @Test
  void thePublicLogServesCheckpointKeysAndTiles() throws IOException {
    TransparencyController open = new TransparencyController(transparency, true);
    SignedNote note = SignedNote.parse(text(open.checkpoint()));

    assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(300);
    assertThat(text(open.keys()).lines().map(VerifierKey::parse))
        .hasSize(2)
        .allMatch(note::isSignedBy);
    assertThat(open.tile(get("/tlog/tile/0/000")).getBody()).hasSize(8_192);
    assertThat(open.tile(get("/tlog/tile/0/001.p/44")).getBody()).hasSize(44 * 32);
    assertThat(open.tile(get("/tlog/tile/1/000.p/1")).getBody()).hasSize(32);
    assertThat(open.tile(get("/tlog/tile/entries/001.p/44")).getBody()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tlog/tile/0/001",
        "/tlog/tile/0/001.p/45",
        "/tlog/tile/2/000.p/1",
        "/tlog/tile/0/x999/x999/x999/x999/x999/999",
        "/tlog/tile/0/../../log/KEYS",
        "/tlog/tile/0/%2e%2e/000",
        "/tlog/tile/entries/002.p/1"
      })
  void whatTheTreeDoesNotHaveIsNotFound(String path) {
    TransparencyController open = new TransparencyController(transparency, true);

    assertNotFound(() -> open.tile(get(path)));
  }

  @Test
  void aLogThatIsNotPublicLooksLikeNone() {
    TransparencyController closed = new TransparencyController(transparency, false);

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            closed::checkpoint, closed::keys, () -> closed.tile(get("/tlog/tile/0/000")))) {
      assertNotFound(call);
    }
  }

  private static void assertNotFound(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Rejected.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND));
  }
}
