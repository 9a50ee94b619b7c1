package info.powow.operator;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.identity.Staff;
import info.powow.ops.Dependencies;
import info.powow.ops.Dependency;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projector;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// The state of this node, and what operators can do about it.
@RestController
@Tag(name = "Operators")
final class StatusController {
  private static final int TIMEOUT_SECONDS = 30;

  private final StatusReader status;
  private final StatusEvents events;
  private final Dependencies dependencies;
  private final List<Projector> projectors;
  private final OperatorActions actions;
  private final SettingsReader settings;

  StatusController(
      StatusReader status,
      StatusEvents events,
      Dependencies dependencies,
      List<Projector> projectors,
      OperatorActions actions,
      SettingsReader settings) {
    this.status = status;
    this.events = events;
    this.dependencies = dependencies;
    this.projectors = projectors;
    this.actions = actions;
    this.settings = settings;
  }

  @Operation(summary = "The state of this node in the last second")
  @GetMapping("/api/ops/status")
  NodeStatus status() {
    NodeStatus newest = status.newest();
    if (newest == null) {
      throw new Rejected(Reason.OVERLOADED);
    }
    return newest;
  }

  @Operation(summary = "The state of this node each second, as server-sent events")
  @GetMapping(path = "/api/ops/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter events() {
    return events.subscribe();
  }

  /// @param state `open` refuses all calls until the circuit is closed again; `closed` lets the
  ///     breaker decide again
  /// @param reason why, 5 to 500 characters; recorded
  record SetCircuit(String state, @Nullable String reason) {}

  @Operation(summary = "Opens or closes the circuit of a dependency")
  @PostMapping("/api/ops/dependencies/{name}/circuit")
  OperatorAction circuit(Staff me, @PathVariable String name, @RequestBody SetCircuit body) {
    boolean open =
        switch (body.state()) {
          case "open" -> true;
          case "closed" -> false;
          default -> throw Rejected.field("state", "one of open, closed", "another one");
        };
    Dependency dependency =
        dependencies
            .find(name)
            .filter(found -> found.circuit() != Dependency.Circuit.NONE)
            .orElseThrow(() -> new Rejected(Reason.NOT_FOUND));
    OperatorAction action =
        actions.record(
            me.person().value(), "circuit of " + name + ": " + body.state(), body.reason());
    dependency.force(open);
    return action;
  }

  /// A stream that a projection has stopped, because it could not apply an event.
  ///
  /// @param cause the error, without content of the event
  record StoppedStream(
      String projection, String stream, long sequence, long index, String cause, Instant at) {
    static StoppedStream of(Projector projector, DeadLetter letter) {
      return new StoppedStream(
          projector.name(),
          letter.stream(),
          letter.sequence(),
          letter.index(),
          letter.cause(),
          letter.at());
    }
  }

  /// @param unavailable projections whose store does not answer
  record StoppedStreams(List<StoppedStream> streams, List<String> unavailable) {}

  @Operation(summary = "The streams that projections have stopped")
  @GetMapping("/api/ops/dead-letters")
  StoppedStreams deadLetters() {
    List<StoppedStream> streams = new ArrayList<>();
    List<String> unavailable = new ArrayList<>();
    for (Projector projector : projectors) {
      try {
        projector.deadLetters().forEach(letter -> streams.add(StoppedStream.of(projector, letter)));
      } catch (RuntimeException e) {
        unavailable.add(projector.name());
      }
    }
    return new StoppedStreams(streams, unavailable);
  }

  /// @param reason why, 5 to 500 characters; recorded
  record Because(@Nullable String reason) {}

  /// @param released whether the stream continues
  record RetriedStream(String projection, String stream, boolean released) {}

  @Operation(summary = "Retries a stopped stream, from the event that could not be applied")
  @PostMapping("/api/ops/dead-letters/{projection}/{stream}/retry")
  RetriedStream retry(
      Staff me,
      @PathVariable String projection,
      @PathVariable String stream,
      @RequestBody Because body) {
    Projector projector = projector(projection);
    actions.record(me.person().value(), "retry " + projection + " " + stream, body.reason());
    return new RetriedStream(
        projection,
        stream,
        settle(() -> projector.retry(stream).get(TIMEOUT_SECONDS, TimeUnit.SECONDS)));
  }

  private Projector projector(String name) {
    return projectors.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Rejected(Reason.NOT_FOUND));
  }

  private interface Waiting {
    boolean get() throws ExecutionException, InterruptedException, TimeoutException;
  }

  private static boolean settle(Waiting waiting) {
    try {
      return waiting.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    } catch (ExecutionException | TimeoutException e) {
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    }
  }

  record EffectiveSettings(List<SettingsReader.EffectiveSetting> settings) {}

  @Operation(summary = "The settings of this node that are not defaults, with their source")
  @GetMapping("/api/ops/settings")
  EffectiveSettings settings() {
    return new EffectiveSettings(settings.read());
  }
}
