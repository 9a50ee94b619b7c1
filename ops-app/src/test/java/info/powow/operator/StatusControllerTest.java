package info.powow.operator;

import static info.powow.operator.Reports.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.operation.OperationEvent.EventSkipped;
import info.powow.domain.operation.Operations;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.identity.Staff;
import info.powow.ops.Dependencies;
import info.powow.ops.MessageTrace;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projection;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.json.JsonMapper;

class StatusControllerTest {
  private static final Staff OPERATOR = new Staff(new PersonId("ada"), "t1", Set.of(), NOW);
  private static final StatusController.SkipStopped SKIP =
      new StatusController.SkipStopped(7, "Not readable any more");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Store store = new Store();
  private final Log log = new Log();
  private final OperatorActions actions = new OperatorActions(null, clock);
  private final Projector projector =
      new Projector(store, log, ProjectorOptions.DEFAULT, clock, new SimpleMeterRegistry(), null);

  /// Another node, with the projection `search`.
  private boolean peerAnswers;

  private final PeerNodes peers =
      new PeerNodes(
          Map.of("q2", URI.create("http://query-2:18080")),
          (_, _, path) -> peerAnswers ? answerTo(path) : new CompletableFuture<>(),
          clock,
          Duration.ofMillis(1));
  private final StatusController controller = controller();

  private StatusController controller() {
    Dependencies dependencies = new Dependencies();
    MessageTrace trace = MessageTrace.off();
    List<Projector> projectors = List.of(projector);
    SettingsReader settings = new SettingsReader(new StandardEnvironment(), value -> value);
    ProjectionChecks checks = new ProjectionChecks("q1", List.of());
    StatusReader status =
        new StatusReader(
            "q1",
            "query-app",
            settings,
            dependencies,
            trace,
            projectors,
            checks,
            null,
            new SimpleMeterRegistry(),
            actions);
    return new StatusController(
        status,
        new StatusEvents(status, peers, JsonMapper.shared()),
        new LocalOperations("q1", trace, dependencies, projectors, List.of(), clock),
        peers,
        actions,
        settings,
        checks,
        new SkippedList(log),
        log,
        DefaultCommandGateway.builder().commandBus(SimpleCommandBus.builder().build()).build());
  }

  private static CompletableFuture<NodeClient.Answer> answerTo(String path) {
    if (path.startsWith("/check")) {
      return CompletableFuture.completedFuture(new NodeClient.Answer(404, new byte[0]));
    }
    Object body =
        path.isEmpty()
            ? Reports.withProjection(Reports.report("q2", "query-app", 1, 1, Map.of()), "search")
            : new LocalOperations.StoppedStreams(List.of(), List.of());
    return CompletableFuture.completedFuture(
        new NodeClient.Answer(200, NodeReport.JSON.writeValueAsBytes(body)));
  }

  /// The store of a projection.
  private static final class Store implements Projection {
    private volatile boolean away;

    private void requireThere() {
      if (away) {
        throw new IllegalStateException("away");
      }
    }

    @Override
    public String name() {
      return "views";
    }

    @Override
    public Sink newSink() {
      return new Sink() {
        @Override
        public void load(List<LoggedEvent> events) {}

        @Override
        public void apply(LoggedEvent event) {}

        @Override
        public int pending() {
          return 0;
        }

        @Override
        public void flush() {}
      };
    }

    @Override
    public long position(int segment, int segments) {
      requireThere();
      return 0;
    }

    @Override
    public void savePosition(int segment, int segments, long index) {
      requireThere();
    }

    @Override
    public List<DeadLetter> deadLetters() {
      requireThere();
      return List.of();
    }

    @Override
    public void park(DeadLetter letter) {
      requireThere();
    }

    @Override
    public void release(String stream) {
      requireThere();
    }
  }

  /// Only the stream of operations has events, and nobody follows them.
  private static final class Log implements EventSource {
    private static final EventJson JSON = new EventJson(EventTypes.ofPowow());

    private final List<LoggedEvent> operations = new ArrayList<>();

    void append(byte[] json) {
      int sequence = operations.size();
      Entry entry =
          Entry.of(
              Operations.STREAM,
              "",
              sequence,
              "operation " + sequence,
              NOW,
              "EventSkipped",
              "1",
              json,
              new byte[0]);
      operations.add(
          new LoggedEvent(
              sequence + 1, entry, stored -> JSON.decode(stored.type(), stored.payload())));
    }

    void append(EventSkipped skip) {
      append(JSON.encode(skip));
    }

    @Override
    public String epoch() {
      return "memory";
    }

    @Override
    public long head() {
      return 0;
    }

    @Override
    public Cursor openAfter(long index) {
      return new Cursor() {
        @Override
        public List<LoggedEvent> poll(int maxCount) {
          return List.of();
        }

        @Override
        public void await(Duration timeout) throws InterruptedException {
          new CountDownLatch(1).await();
        }

        @Override
        public void whenAvailable(Runnable callback) {}

        @Override
        public void close() {}
      };
    }

    @Override
    public List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
      return operations.stream()
          .filter(event -> event.stream().equals(stream) && event.sequence() >= fromSequence)
          .limit(maxCount)
          .toList();
    }

    @Override
    public OptionalLong lastSequence(String stream) {
      return OptionalLong.empty();
    }
  }

  @AfterEach
  void close() {
    projector.close();
  }

  private static void refused(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Rejected.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private void refused(String projection, Reason reason) {
    refused(() -> controller.skip(OPERATOR, projection, "g1", SKIP), reason);
    assertThat(actions.newest()).isEmpty();
  }

  /// Otherwise, an operator would believe that the stream is not stopped.
  @Test
  void aStoreThatDoesNotAnswerIsNotAStreamThatContinues() {
    store.away = true;
    projector.start();

    refused("views", Reason.VIEWS_UNAVAILABLE);
    refused("elsewhere", Reason.NOT_FOUND);
    assertThat(controller.deadLetters().unavailable()).containsExactly("views");
  }

  @Test
  void aStreamThatIsNotStoppedIsNotFound() throws Exception {
    projector.start();
    assertThat(projector.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();

    refused("views", Reason.NOT_FOUND);
    assertThat(controller.deadLetters().unavailable()).isEmpty();
  }

  @Test
  void aNodeThatDoesNotAnswerIsNotAStreamThatContinues() throws Exception {
    projector.start();
    assertThat(projector.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
    peerAnswers = true;
    peers.refreshed();
    refused("search", Reason.NOT_FOUND);
    assertThat(controller.deadLetters().unavailable()).isEmpty();

    peerAnswers = false;
    refused("search", Reason.VIEWS_UNAVAILABLE);
    refused("views", Reason.NOT_FOUND);
    assertThat(controller.deadLetters().unavailable()).containsExactly("search");
  }

  @Test
  void aNodeThatDoesNotAnswerIsNotAProjectionThatIsNeverChecked() {
    StatusController.Because why = new StatusController.Because("After the crash");
    peerAnswers = true;
    peers.refreshed();
    refused(() -> controller.projectionCheck("search"), Reason.NOT_FOUND);
    refused(() -> controller.startProjectionCheck(OPERATOR, "search", why), Reason.NOT_FOUND);

    peerAnswers = false;
    refused(() -> controller.projectionCheck("search"), Reason.VIEWS_UNAVAILABLE);
    refused(
        () -> controller.startProjectionCheck(OPERATOR, "search", why), Reason.VIEWS_UNAVAILABLE);
  }

  /// For example, written by a newer version.
  @Test
  void aSkipThatCannotBeReadHidesNoOther() throws Exception {
    projector.start();
    assertThat(projector.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
    log.append(skipped(1));
    log.append(new byte[] {'{', '!'});
    log.append(skipped(3));

    StatusController.DeadLetters found = controller.deadLetters();

    assertThat(found.skipped()).extracting(SkippedList.Skip::sequence).containsExactly(3L, 1L);
    assertThat(found.unavailable()).isEmpty();
    assertThat(found.unreadable())
        .containsExactly(new SkippedList.UnreadableSkip(Operations.STREAM, 1, "EventSkipped", NOW));
  }

  private static EventSkipped skipped(long sequence) {
    return new EventSkipped(
        "views", "g1", sequence, "MessageSent", OPERATOR.person(), "Not readable", NOW);
  }
}
