package info.powow.analytics.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.analytics.replay.Replays.Running;
import info.powow.analytics.replay.child.Frame;
import info.powow.analytics.replay.child.ReplayCall;
import info.powow.analytics.replay.child.SampleLog;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Replays in real processes, over a real log.
class ReplayIT {
  private static final PersonId ANALYST = new PersonId("analyst");
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir static Path folder;
  private static SampleLog log;

  private final List<Replays> open = new ArrayList<>();

  @BeforeAll
  static void fill() throws IOException {
    log = SampleLog.in(folder);
  }

  @AfterAll
  static void closeLog() {
    log.close();
  }

  @AfterEach
  void close() {
    open.forEach(Replays::close);
    open.clear();
  }

  private Replays replays(String... options) {
    Replays replays =
        new Replays(
            log.log(),
            log.keys(),
            log.json(),
            ReplayParent.properties(folder),
            new ChildCommand(64, 0, List.of(options)));
    open.add(replays);
    return replays;
  }

  private Running begin(Replays replays, ReplayCall.Open asked) {
    Running begun = replays.begin(ANALYST, null, asked, Speed.MAX, NOW);
    replays.publish(begun);
    return begun;
  }

  private static ReplayCall.Open all(boolean reveal) {
    return asked(List.of(), List.of(), List.of(), null, null, reveal);
  }

  private static ReplayCall.Open asked(
      List<ConversationId> conversations,
      List<PersonId> people,
      List<String> types,
      ReplayCall.@Nullable Scope scope,
      @Nullable String key,
      boolean reveal) {
    ReplayCall.PseudonymKeys keys = key == null ? null : new ReplayCall.PseudonymKeys(key, null);
    return new ReplayCall.Open(
        1, Long.MAX_VALUE, conversations, people, types, scope, keys, reveal);
  }

  private static String read(Running replay, long after) throws Exception {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    new ReplayStream(replay, Clock.systemUTC(), Instant.MAX, Thread::sleep)
        .write(after, Speed.MAX, lines::writeBytes);
    return lines.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eventsComeAsTheyWereAndThenTheReplayIsOver() throws Exception {
    Running replay = begin(replays(), all(true));

    List<String> lines = read(replay, 0).lines().toList();

    assertThat(replay.opened.events()).isEqualTo(SampleLog.REPLAYED);
    assertThat(lines).hasSize(SampleLog.REPLAYED + 1);
    assertThat(lines.getFirst())
        .startsWith("{\"index\":1,\"type\":\"groupCreated\",\"position\":0,");
    assertThat(lines.get(1)).contains("\"text\":\"hello 1\"").doesNotContain("withheld");
    assertThat(lines.getLast())
        .isEqualTo("{\"type\":\"replayed\",\"events\":" + SampleLog.REPLAYED + ",\"unknown\":1}");
  }

  /// Also where the parent's time zone and language are others.
  @Test
  void twoRunsAreByteIdentical() throws Exception {
    ReplayCall.Open asked =
        asked(List.of(), List.of(), List.of(), null, "00".repeat(31) + "01", false);
    String once = read(begin(replays(), asked), 0);
    String again =
        read(
            begin(
                replays(
                    "-Duser.timezone=Pacific/Kiritimati",
                    "-Duser.language=tr",
                    "-Duser.country=TR",
                    "-Dfile.encoding=ISO-8859-1"),
                asked),
            0);

    assertThat(again).isEqualTo(once);
  }

  @Test
  void aRoomThatAsksForKeysWithoutRightIsKilled() throws Exception {
    Running replay = begin(replays(), all(true));

    assertThatThrownBy(() ->
            replay.child.call(
                Frame.Kind.READ,
                new ReplayCall.Read(0, 1_000, false),
                ReplayCall.ReadUpTo.class,
                false,
                _ -> {},
                Duration.ofSeconds(30)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void replaysAreBoundedAndLeaveNothingBehind() throws Exception {
    Replays replays = replays();
    Running first = begin(replays, all(false));
    Running second = begin(replays, all(false));
    assertThatThrownBy(() -> begin(replays, all(false)))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("No more replays");
    assertThat(replays.find(first.id, ANALYST)).isSameAs(first);
    assertThatThrownBy(() -> replays.find(first.id, new PersonId("other")))
        .isInstanceOf(Rejected.class);

    replays.end(first);
    // Somebody kills the other one.
    Optional<ProcessHandle> killed = ProcessHandle.of(second.child.pid());
    killed.ifPresent(ProcessHandle::destroyForcibly);
    killed.ifPresent(each -> each.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    assertThatThrownBy(() -> replays.find(second.id, ANALYST)).isInstanceOf(Rejected.class);

    assertThat(left()).isEmpty();
    assertThat(begin(replays, all(false)).opened.events()).isEqualTo(SampleLog.REPLAYED);
  }

  /// The parent is killed, and can tidy nothing up.
  @Test
  void aRoomEndsWithItsParentAndDeletesItsFolder() throws Exception {
    Path own = Files.createDirectories(folder.resolve("parent"));
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ReplayParent.class.getName(),
                own.toString())
            .redirectError(own.resolve("errors").toFile())
            .start();
    long child =
        parent
            .inputReader()
            .lines()
            .filter(line -> line.startsWith("CHILD "))
            .mapToLong(line -> Long.parseLong(line.substring("CHILD ".length())))
            .findFirst()
            .orElseThrow();
    Optional<ProcessHandle> alive = ProcessHandle.of(child);
    assertThat(alive).isPresent();

    parent.destroyForcibly().waitFor();

    alive.get().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(filesIn(own.resolve("replays"))).isEmpty();
  }

  @Test
  void theKernelRefusesARoomSocketsAndOtherPrograms() throws Exception {
    assertThat(begin(replays(), all(false)).opened.isolated())
        .isEqualTo(System.getProperty("os.name").equals("Linux"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Prisoner.class.getName())
            .redirectErrorStream(true)
            .start();

    assertThat(process.inputReader().lines().toList())
        .containsExactly(
            "isolated true",
            "socket refused",
            "http refused",
            "datagram refused",
            "program refused");
  }

  private static List<Path> left() throws IOException {
    return filesIn(folder.resolve("replays"));
  }

  private static List<Path> filesIn(Path where) throws IOException {
    if (!Files.exists(where)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(where)) {
      return files.toList();
    }
  }
}
