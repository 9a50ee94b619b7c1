package info.powow.eventlog.engine;

import static info.powow.eventlog.engine.Entries.entry;
import static info.powow.eventlog.engine.Entries.entryAt;
import static info.powow.eventlog.engine.Entries.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventLogIT {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private EventLogOptions options;
  private EventLog log;

  EventLogIT(@TempDir Path folder) {
    options = EventLogOptions.in(folder);
    log = EventLog.open(options);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void manyWritersMakeOneOrderWithoutAGap() throws Exception {
    int writers = 16;
    int each = 200;
    Tail tail = log.tail(0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> written = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String stream = "stream" + w;
        written.add(
            threads.submit(() -> {
              List<CompletableFuture<Long>> appends = new ArrayList<>();
              for (int i = 0; i < each; i++) {
                appends.add(log.append(List.of(entry(stream, i))));
              }
              return appends.stream().map(CompletableFuture::join).toList();
            }));
      }
      List<Long> indexes = new ArrayList<>();
      for (Future<List<Long>> one : written) {
        assertThat(one.get()).isSorted();
        indexes.addAll(one.get());
      }
      assertThat(indexes)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, (long) writers * each).boxed().toList());
    }
    assertThat(log.head()).isEqualTo((long) writers * each);
    List<Logged> seen = take(tail, writers * each);
    assertThat(seen)
        .extracting(Logged::index)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, (long) writers * each).boxed().toList());
    assertThat(seen.stream().filter(logged -> logged.entry().stream().equals("stream7")))
        .extracting(logged -> logged.entry().sequence())
        .containsExactlyElementsOf(LongStream.range(0, each).boxed().toList());
  }

  @Test
  void anAppendThatIsNotTheNextOfItsStreamFailsAndNoOther() {
    CompletableFuture<Long> first = log.append(List.of(entry("a", 0)));
    CompletableFuture<Long> twice = log.append(List.of(entry("a", 0)));
    CompletableFuture<Long> tooFar = log.append(List.of(entry("a", 2)));
    CompletableFuture<Long> other = log.append(List.of(entry("b", 0)));
    CompletableFuture<Long> second = log.append(List.of(entry("a", 1)));

    assertThat(first.join()).isEqualTo(1);
    assertThat(other.join()).isEqualTo(2);
    assertThat(second.join()).isEqualTo(3);
    assertThatThrownBy(twice::join)
        .hasCauseInstanceOf(StreamConflict.class)
        .hasMessageContaining("Sequence number 0 of stream a")
        .hasMessageContaining("next one is");
    assertThatThrownBy(tooFar::join).hasCauseInstanceOf(StreamConflict.class);
  }

  @Test
  void aStreamThatIsNotInMemoryIsCheckedAgainstTheStore() {
    reopen(options.withKnownStreams(1));
    for (int i = 0; i < 3; i++) {
      for (String stream : List.of("a", "b", "c")) {
        log.append(List.of(entry(stream, i))).join();
      }
    }
    assertThatThrownBy(() -> log.append(List.of(entry("a", 2))).join())
        .hasCauseInstanceOf(StreamConflict.class)
        .hasMessageContaining("next one is 3");
    assertThatThrownBy(() -> log.append(List.of(entry("b", 4))).join())
        .hasCauseInstanceOf(StreamConflict.class);
    assertThatThrownBy(() -> log.append(List.of(entry("new", 1))).join())
        .hasCauseInstanceOf(StreamConflict.class)
        .hasMessageContaining("next one is 0");
    assertThat(log.append(List.of(entry("c", 3))).join()).isEqualTo(10);
  }

  @Test
  void entriesOfSeveralStreamsAreAppendedTogetherOrNotAtAll() {
    log.append(List.of(entry("a", 0))).join();

    assertThat(
            log.append(List.of(entry("a", 1), entry("b", 0), entry("a", 2), entry("b", 1))).join())
        .isEqualTo(5);
    assertThatThrownBy(
            () -> log.append(List.of(entry("a", 3), entry("c", 0), entry("a", 3))).join())
        .hasCauseInstanceOf(StreamConflict.class);

    assertThat(log.head()).isEqualTo(5);
    assertThat(log.lastSequence("a")).hasValue(2);
    assertThat(log.lastSequence("c")).isEmpty();
    assertThat(log.append(List.of(entry("a", 3), entry("c", 0))).join()).isEqualTo(7);
  }

  @Test
  void whoReadsAStreamSeesWhatWasHandedOverBefore() {
    for (int i = 0; i < 300; i++) {
      var unused = log.append(List.of(entry("a", i)));
      assertThat(log.lastSequence("a")).hasValue(i);
    }
    var unused = log.append(List.of(entry("a", 300)));
    assertThat(log.read("a", 298, 10))
        .extracting(logged -> logged.entry().sequence())
        .containsExactly(298L, 299L, 300L);
  }

  @Test
  void aStreamIsReadFromAnywhere() {
    log.append(LongStream.range(0, 50).mapToObj(i -> entry("a", i)).toList()).join();
    log.append(List.of(entry("aa", 0), entry("b", 0))).join();

    assertThat(log.read("a", 48, 10)).extracting(Logged::index).containsExactly(49L, 50L);
    assertThat(log.read("a", 10, 2))
        .extracting(logged -> payload(logged.entry()))
        .containsExactly("a 10", "a 11");
    assertThat(log.read("a", 50, 10)).isEmpty();
    assertThat(log.read("none", 0, 10)).isEmpty();
  }

  @Test
  void anEntryIsFoundUnderItsKeyAlsoWhileItIsBeingWrittenAndAfterwards() {
    assertThat(log.positionOf("a", "ada key")).isEmpty();
    for (int i = 0; i < 100; i++) {
      var unused = log.append(List.of(entry("a", i).withKey("ada " + i)));
      assertThat(log.positionOf("a", "ada " + i)).hasValue(i);
    }
    assertThat(log.positionOf("b", "ada 1")).isEmpty();
    reopen(options);
    assertThat(log.positionOf("a", "ada 77")).hasValue(77);
    assertThat(log.positionOf("a", "ada 100")).isEmpty();
  }

  @Test
  void aKeyOfAnAppendThatFailedIsNotFound() {
    var failed = log.append(List.of(entry("a", 5).withKey("key")));

    assertThat(log.positionOf("a", "key")).isEmpty();
    assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class);
  }

  @Test
  void theSnapshotSavedLastIsTheOneThatIsRead() {
    log.append(LongStream.range(0, 9).mapToObj(i -> entry("a", i)).toList()).join();
    assertThat(log.snapshot("a")).isEmpty();
    var first = log.saveSnapshot(entry("a", 3, "first"));
    var second = log.saveSnapshot(entry("a", 8, "second"));

    assertThat(log.snapshot("a").map(Entries::payload)).contains("second");
    CompletableFuture.allOf(first, second).join();
    reopen(options);
    assertThat(log.snapshot("a").map(Entry::sequence)).contains(8L);
    assertThat(log.snapshot("b")).isEmpty();
    assertThat(log.head()).isEqualTo(9);
  }

  @Test
  void aSnapshotMayNotBeAheadOfItsStream() {
    log.append(List.of(entry("a", 0))).join();
    var failed = log.append(List.of(entry("a", 7)));

    assertThatThrownBy(() -> log.saveSnapshot(entry("a", 7)).join())
        .hasCauseInstanceOf(StreamConflict.class);
    assertThat(log.snapshot("a")).isEmpty();
    assertThatThrownBy(failed::join).hasCauseInstanceOf(StreamConflict.class);
  }

  @Test
  void whoFollowsIsToldOfEachEntryAndReadsItFromMemory() throws Exception {
    Tail tail = log.tail(log.head());
    Entry appended = entry("a", 0).withDecoded("as an object");
    CountDownLatch told = new CountDownLatch(1);
    tail.whenAvailable(told::countDown);
    log.append(List.of(appended)).join();

    told.await();
    assertThat(tail.poll(10).getFirst().entry()).isSameAs(appended);
    assertThat(tail.poll(10)).isEmpty();
    assertThat(tail.position()).isEqualTo(1);
  }

  @Test
  void whoWaitsIsWokenByAnAppend() throws Exception {
    Tail tail = log.tail(0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting = threads.submit(() -> tail.await(50, TimeUnit.SECONDS));
      log.append(List.of(entry("a", 0))).join();
      assertThat(waiting.get()).isTrue();
    }
    assertThat(tail.await(0, TimeUnit.SECONDS)).isTrue();
    assertThat(tail.poll(1)).hasSize(1);
    assertThat(tail.await(1, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void whoWaitsIsWokenWhenTheLogCloses() throws Exception {
    Tail tail = log.tail(0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting = threads.submit(() -> tail.await(50, TimeUnit.SECONDS));
      log.close();
      assertThat(waiting.get()).isFalse();
    }
    assertThat(tail.isClosed()).isTrue();
  }

  @Test
  void whoIsFarBehindReadsFromDiskUntilCaughtUp() throws Exception {
    reopen(options.withTail(16, 1 << 20));
    for (int i = 0; i < 10; i++) {
      int from = i * 50;
      log.append(LongStream.range(from, from + 50).mapToObj(n -> entry("a", n)).toList()).join();
    }
    Tail tail = log.tail(3);

    List<Logged> seen = take(tail, 497);
    assertThat(seen).extracting(Logged::index).first().isEqualTo(4L);
    assertThat(seen)
        .extracting(logged -> payload(logged.entry()))
        .containsExactlyElementsOf(LongStream.range(3, 500).mapToObj(n -> "a " + n).toList());
    assertThat(tail.poll(1)).isEmpty();
  }

  @Test
  void whatFollowsFromAnAppendMayUseTheLog() {
    CompletableFuture<Long> again =
        log.append(List.of(entry("a", 0)))
            .thenCompose(_ -> {
              var pending = log.append(List.of(entry("a", 1).withKey("key")));
              assertThat(log.lastSequence("a")).hasValue(1);
              assertThat(log.positionOf("a", "key")).hasValue(1);
              return pending;
            });
    assertThat(again.join()).isEqualTo(2);
  }

  @Test
  void anAppendThatThrowsWhenItIsDoneHoldsUpNobody() {
    var unused =
        log.append(List.of(entry("a", 0)))
            .thenRun(() -> {
              throw new IllegalStateException("on purpose");
            });
    assertThat(log.append(List.of(entry("a", 1))).join()).isEqualTo(2);
  }

  @Test
  void whoWantsToKnowIsToldOfFailedAppendsBeforeTheirFuturesComplete() {
    BlockingQueue<Set<String>> told = new LinkedBlockingQueue<>();
    var end = log.onFailedAppend(failed -> told.add(failed.streams()));
    AtomicInteger before = new AtomicInteger();
    var failed =
        log.append(List.of(entry("a", 1), entry("b", 1)))
            .whenComplete((_, _) -> before.set(told.size()));

    assertThatThrownBy(failed::join).hasCauseInstanceOf(StreamConflict.class);
    assertThat(told).containsExactly(Set.of("a", "b"));
    assertThat(before).hasValue(1);
    assertThat(end.getAsBoolean()).isTrue();
    assertThatThrownBy(log.append(List.of(entry("a", 1)))::join)
        .isInstanceOf(CompletionException.class);
    assertThat(told).hasSize(1);
  }

  @Test
  void aPlaceIsFoundByTimeAlsoWhenTheClockJumped() {
    // 3000 entries a second apart, the first of them a day late.
    log.append(
            LongStream.range(0, 3_000)
                .mapToObj(i ->
                    entryAt(
                        "a", i, "x", i == 1_500 ? NOON.plusSeconds(86_400) : NOON.plusSeconds(i)))
                .toList())
        .join();

    assertThat(log.indexBefore(NOON.minusSeconds(1))).isEqualTo(0);
    assertThat(log.indexBefore(NOON)).isEqualTo(0);
    assertThat(log.indexBefore(NOON.plusSeconds(1_030))).isEqualTo(1_030);
    assertThat(log.indexBefore(NOON.plusSeconds(2_000))).isEqualTo(1_500);
    assertThat(log.indexBefore(NOON.plusSeconds(90_000))).isEqualTo(3_000);
    reopen(options);
    log.append(LongStream.range(3_000, 5_000).mapToObj(i -> entryAt("a", i, "x", NOON)).toList())
        .join();
    assertThat(log.indexBefore(NOON.plusSeconds(1_030))).isEqualTo(1_030);
    assertThat(log.indexBefore(NOON.plusSeconds(90_000))).isEqualTo(5_000);
  }

  @Test
  void everythingIsThereAgainAfterOpeningAnew() {
    log.append(List.of(entry("a", 0), entry("a", 1, "ünïcödé 🦉 \u0000"))).join();
    reopen(options);

    assertThat(log.head()).isEqualTo(2);
    assertThat(log.read("a", 0, 10))
        .extracting(logged -> payload(logged.entry()))
        .containsExactly("a 0", "ünïcödé 🦉 \u0000");
    assertThat(log.append(List.of(entry("a", 2))).join()).isEqualTo(3);
  }

  @Test
  void closingWritesWhatWaitsAndThenRefuses() {
    List<CompletableFuture<Long>> appends = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      appends.add(log.append(List.of(entry("a", i))));
    }
    log.close();

    assertThat(appends).allMatch(append -> append.isDone() && !append.isCompletedExceptionally());
    assertThatThrownBy(log.append(List.of(entry("a", 500)))::join)
        .hasCauseInstanceOf(EventLogUnavailable.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> log.read("a", 0, 1))
        .isInstanceOf(EventLogUnavailable.class)
        .hasMessageContaining("closed");
    log = EventLog.open(options);
    assertThat(log.head()).isEqualTo(500);
  }

  @Test
  void aFolderThatIsInUseIsRefusedByName() {
    assertThatThrownBy(() -> EventLog.open(options))
        .isInstanceOf(EventLogInUse.class)
        .hasMessageContaining(options.folder().toString())
        .hasMessageContaining("this same process")
        .hasMessageContaining("Stop it, or choose another");
    assertThat(log.append(List.of(entry("a", 0))).join()).isEqualTo(1);
  }

  @Test
  void aFolderThatANewerVersionWroteIsRefused() throws IOException {
    log.close();
    Files.writeString(options.folder().resolve(FormatMarker.FILE), "powow event log, format 3\n");

    assertThatThrownBy(() -> EventLog.open(options))
        .isInstanceOf(EventLogTooNew.class)
        .hasMessageContaining(options.folder().toString())
        .hasMessageContaining("has format 3")
        .hasMessageContaining("newer version");
  }

  @Test
  void aFolderFromBeforeAnythingWasSealedIsRefused() throws IOException {
    log.close();
    Files.writeString(options.folder().resolve(FormatMarker.FILE), "powow event log, format 1\n");

    assertThatThrownBy(() -> EventLog.open(options))
        .isInstanceOf(EventLogTooOld.class)
        .hasMessageContaining(options.folder().toString())
        .hasMessageContaining("has format 1")
        .hasMessageContaining("choose another data folder");
  }

  @Test
  void tooMuchAtOnceWaitsInTurn() {
    reopen(
        new EventLogOptions(
            options.folder(), 8 << 20, 8 << 20, 16, 1 << 20, 100, 1 << 20, 64 << 10, 1_000_000, 0));
    List<CompletableFuture<Long>> appends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      appends.add(log.append(List.of(entry("a", i, "x".repeat(100_000)))));
    }
    assertThat(appends).extracting(CompletableFuture::join).isSorted().hasSize(100);
    assertThat(log.read("a", 0, 100)).hasSize(100);
  }

  @BeforeEach
  void isEmpty() {
    assertThat(log.head()).isEqualTo(0);
    assertThat(log.indexBefore(NOON)).isEqualTo(0);
  }

  private void reopen(EventLogOptions changed) {
    log.close();
    options = changed;
    log = EventLog.open(changed);
  }

  private static List<Logged> take(Tail tail, int count) throws InterruptedException {
    List<Logged> taken = new ArrayList<>();
    while (taken.size() < count) {
      assertThat(tail.await(30, TimeUnit.SECONDS)).isTrue();
      taken.addAll(tail.poll(100));
    }
    return taken;
  }

  @Test
  void theEpochStaysWithTheLog() {
    String epoch = log.epoch();
    log.append(List.of(entry("a", 0))).join();
    log.close();
    log = EventLog.open(options);

    assertThat(log.epoch()).isEqualTo(epoch).matches("[0-9a-f]{32}");
  }

  @Test
  void aLogThatIsPutBackHasAnotherEpoch(@TempDir Path kept) throws IOException {
    log.append(List.of(entry("a", 0))).join();
    String epoch = log.epoch();
    log.close();
    Path store = options.folder().resolve("store");
    copy(store, kept);
    log = EventLog.open(options);
    log.append(List.of(entry("a", 1))).join();
    assertThat(log.epoch()).isEqualTo(epoch);
    log.close();

    delete(store);
    copy(kept, store);
    log = EventLog.open(options);
    assertThat(log.head()).isEqualTo(1);
    assertThat(log.epoch()).isNotEqualTo(epoch);
  }

  @Test
  void aLogWithoutItsEpochGetsAnother() throws IOException {
    String epoch = log.epoch();
    log.append(List.of(entry("a", 0))).join();
    log.close();
    Files.delete(options.folder().resolve(EpochMarker.FILE));
    log = EventLog.open(options);

    assertThat(log.epoch()).isNotEqualTo(epoch);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
