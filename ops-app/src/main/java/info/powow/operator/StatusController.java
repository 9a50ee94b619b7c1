package info.powow.operator;

import info.powow.domain.Accepted;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.operation.OperationCommand.SkipInProjection;
import info.powow.domain.operation.SkippableEvents;
import info.powow.eventlog.EventSource;
import info.powow.identity.Staff;
import info.powow.operator.LocalOperations.StoppedStream;
import info.powow.operator.LocalOperations.StoppedStreams;
import info.powow.operator.SkippedList.Skip;
import info.powow.operator.SkippedList.UnreadableSkip;
import info.powow.ops.Dependency;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// The state of all nodes, and the actions of operators. Any node answers for all.
@RestController
@Tag(name = "Operators")
final class StatusController {
  private static final Logger LOG = LoggerFactory.getLogger(StatusController.class);
  private static final String GET = "GET";
  private static final String POST = "POST";
  private static final String LOG_STORE = "log";

  private final StatusReader status;
  private final StatusEvents events;
  private final LocalOperations local;
  private final PeerNodes peers;
  private final OperatorActions actions;
  private final SettingsReader settings;
  private final ProjectionChecks checks;
  private final SkippedList skipped;
  private final StoppedEventTypes types;
  private final CommandGateway commands;

  StatusController(
      StatusReader status,
      StatusEvents events,
      LocalOperations local,
      PeerNodes peers,
      OperatorActions actions,
      SettingsReader settings,
      ProjectionChecks checks,
      SkippedList skipped,
      EventSource log,
      CommandGateway commands) {
    this.status = status;
    this.events = events;
    this.local = local;
    this.peers = peers;
    this.actions = actions;
    this.settings = settings;
    this.checks = checks;
    this.skipped = skipped;
    this.types = new StoppedEventTypes(log);
    this.commands = commands;
  }

  @Operation(summary = "The state of all nodes in the last seconds")
  @GetMapping("/api/ops/status")
  ClusterStatus status() {
    NodeReport own = status.report();
    if (own == null) {
      throw new Rejected(Reason.OVERLOADED);
    }
    return StatusMerge.of(own, peers.refreshed());
  }

  @Operation(summary = "The state of all nodes each second, as server-sent events")
  @GetMapping(path = "/api/ops/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter events() {
    return events.subscribe();
  }

  /// @param state `open` refuses all calls until the circuit is closed again; `closed` lets the
  ///     breaker decide again
  /// @param node the node to change; all nodes if absent
  /// @param reason why, 5 to 500 characters; recorded
  record SetCircuit(String state, @Nullable String node, @Nullable String reason) {}

  /// What was recorded, and the nodes that did it.
  ///
  /// @param nodes that did it
  /// @param silent nodes that did not answer, so whether they did it is unknown
  record DoneOnNodes(
      Instant at, String by, String what, String reason, List<String> nodes, List<String> silent) {}

  @Operation(summary = "Opens or closes the circuit of a dependency, on one node or on all")
  @PostMapping("/api/ops/dependencies/{name}/circuit")
  DoneOnNodes circuit(Staff me, @PathVariable String name, @RequestBody SetCircuit body) {
    boolean open =
        switch (body.state()) {
          case "open" -> true;
          case "closed" -> false;
          default -> throw Rejected.field("state", "one of open, closed", "another one");
        };
    String only = body.node();
    boolean here = (only == null || only.equals(local.node())) && local.hasCircuit(name);
    List<PeerNodes.Known> known = peers.refreshed();
    if (!here
        && known.stream()
            .filter(each -> only == null || each.name().equals(only))
            .noneMatch(each -> hasCircuit(each.last(), name))) {
      throw new Rejected(Reason.NOT_FOUND);
    }
    OperatorAction action =
        actions.record(
            me.person().value(),
            "circuit of " + name + (only == null ? "" : " on " + only) + ": " + body.state(),
            body.reason());
    List<String> done = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    if (here && local.circuit(name, open)) {
      done.add(local.node());
    }
    for (PeerNodes.Told each :
        peers.send(POST, "/circuit/" + encoded(name) + "/" + body.state(), only)) {
      if (each.isOk()) {
        done.add(each.node());
      } else if (each.answer() == null) {
        silent.add(each.node());
      }
    }
    return new DoneOnNodes(action.at(), action.by(), action.what(), action.reason(), done, silent);
  }

  private static boolean hasCircuit(@Nullable NodeReport report, String dependency) {
    return report != null
        && report.status().dependencies().stream()
            .anyMatch(each ->
                each.name().equals(dependency) && each.circuit() != Dependency.Circuit.NONE);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// @param streams those after the 200th without the type of the event
  /// @param unavailable projections whose store or node does not answer, and `log` if the skipped events, or
  ///     the types of those at which streams have stopped, cannot be read
  /// @param skipped the events that projections leave out, the newest 200 first
  /// @param unreadable events among the skips that cannot be read, so that they have no effect, the
  ///     newest 200 first
  record DeadLetters(
      List<StoppedStream> streams,
      List<String> unavailable,
      List<Skip> skipped,
      List<UnreadableSkip> unreadable) {}

  @Operation(summary = "The streams that projections have stopped, and the events they leave out")
  @GetMapping("/api/ops/dead-letters")
  DeadLetters deadLetters() {
    StoppedStreams stopped = stoppedStreams();
    List<String> unavailable = new ArrayList<>(stopped.unavailable());
    SkippedList.Skips skips = SkippedList.Skips.UNKNOWN;
    try {
      skips = skipped.newest();
    } catch (RuntimeException e) {
      LOG.warn("The skipped events cannot be read: {}", e.getClass().getSimpleName());
      unavailable.add(LOG_STORE);
    }
    StoppedEventTypes.Typed typed = types.typed(stopped.streams());
    if (!typed.complete() && !unavailable.contains(LOG_STORE)) {
      unavailable.add(LOG_STORE);
    }
    return new DeadLetters(typed.streams(), unavailable, skips.skipped(), skips.unreadable());
  }

  private StoppedStreams stoppedStreams() {
    Map<String, StoppedStream> streams = new LinkedHashMap<>();
    SortedSet<String> unavailable = new TreeSet<>();
    add(local.stoppedStreams(), streams, unavailable);
    Set<String> answered = new HashSet<>();
    Set<String> silent = new HashSet<>();
    for (PeerNodes.Told each : peers.send(GET, "/dead-letters")) {
      if (each.isOk()) {
        add(each.as(StoppedStreams.class), streams, unavailable);
        answered.add(each.node());
      } else {
        silent.add(each.node());
      }
    }
    Set<String> unanswered = projectionsOf(silent);
    unanswered.removeAll(projectionsOf(answered));
    unanswered.removeIf(local::hasProjection);
    unavailable.addAll(unanswered);
    return new StoppedStreams(List.copyOf(streams.values()), List.copyOf(unavailable));
  }

  /// The projections that these nodes had when they last reported.
  private Set<String> projectionsOf(Set<String> nodes) {
    Set<String> found = new HashSet<>();
    for (PeerNodes.Known each : peers.newest()) {
      NodeReport last = each.last();
      if (last != null && nodes.contains(each.name())) {
        last.status().projections().forEach(projection -> found.add(projection.name()));
      }
    }
    return found;
  }

  /// Why nothing was found of a projection: maybe only because a node that has it is silent.
  private Rejected notFound(String projection, List<PeerNodes.Told> told) {
    Set<String> silent =
        told.stream()
            .filter(PeerNodes.Told::isSilent)
            .map(PeerNodes.Told::node)
            .collect(Collectors.toSet());
    return new Rejected(
        projectionsOf(silent).contains(projection) ? Reason.VIEWS_UNAVAILABLE : Reason.NOT_FOUND);
  }

  /// Nodes that share a store report the same streams.
  private static void add(
      StoppedStreams found, Map<String, StoppedStream> streams, SortedSet<String> unavailable) {
    found
        .streams()
        .forEach(each -> streams.putIfAbsent(each.projection() + ' ' + each.stream(), each));
    unavailable.addAll(found.unavailable());
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
    if (!isProjection(projection)) {
      throw new Rejected(Reason.NOT_FOUND);
    }
    actions.record(me.person().value(), "retry " + projection + " " + stream, body.reason());
    Optional<Boolean> released = local.retry(projection, stream);
    return new RetriedStream(
        projection, stream, released.orElseGet(() -> retryElsewhere(projection, stream)));
  }

  /// @param sequence of the event that could not be applied
  /// @param reason why, 5 to 500 characters; recorded
  record SkipStopped(long sequence, @Nullable String reason) {}

  @Operation(
      summary = "Leaves out the event at which a stream has stopped, now and in every rebuild",
      description =
          "Only events that add something. The view lacks what the event says. It is recorded in the log, and cannot be undone.")
  @PostMapping("/api/ops/dead-letters/{projection}/{stream}/skip")
  RetriedStream skip(
      Staff me,
      @PathVariable String projection,
      @PathVariable String stream,
      @RequestBody SkipStopped body) {
    StoppedStreams all = stoppedStreams();
    StoppedStream stopped =
        all.streams().stream()
            .filter(each -> each.projection().equals(projection) && each.stream().equals(stream))
            .findFirst()
            .orElseThrow(() ->
                new Rejected(
                    all.unavailable().contains(projection)
                        ? Reason.VIEWS_UNAVAILABLE
                        : Reason.NOT_FOUND));
    if (stopped.sequence() != body.sequence()) {
      throw Rejected.field("sequence", "where the stream has stopped", "another number");
    }
    String type = SkippableEvents.require(types.of(stream, body.sequence()));
    OperatorAction action =
        actions.record(
            me.person().value(),
            "skip " + projection + " " + stream + " " + body.sequence(),
            body.reason());
    Accepted _ =
        commands.sendAndWait(
            new SkipInProjection(
                projection, stream, body.sequence(), type, me.person(), action.reason()));
    Optional<Boolean> released = local.retry(projection, stream);
    return new RetriedStream(
        projection, stream, released.orElseGet(() -> retryElsewhere(projection, stream)));
  }

  private boolean isProjection(String name) {
    return local.hasProjection(name)
        || peers.refreshed().stream()
            .map(PeerNodes.Known::last)
            .anyMatch(each ->
                each != null
                    && each.status().projections().stream()
                        .anyMatch(one -> one.name().equals(name)));
  }

  private record Retried(boolean released) {}

  /// Only the node that works on the stream carries it out.
  private boolean retryElsewhere(String projection, String stream) {
    return peers.send(POST, "/retry/" + encoded(projection) + "/" + encoded(stream)).stream()
        .filter(PeerNodes.Told::isOk)
        .findFirst()
        .orElseThrow(() -> new Rejected(Reason.VIEWS_UNAVAILABLE))
        .as(Retried.class)
        .released();
  }

  record ChecksOnNodes(List<ProjectionChecks.CheckOnNode> checks) {}

  @Operation(
      summary = "The last comparison of a projection's views with a rebuild",
      description = "On each node that makes such checks. Differences name fields, not values.")
  @GetMapping("/api/ops/projections/{projection}/check")
  ChecksOnNodes projectionCheck(@PathVariable String projection) {
    List<ProjectionChecks.CheckOnNode> found = new ArrayList<>();
    checks.find(projection).ifPresent(found::add);
    List<PeerNodes.Told> told = peers.send(GET, "/check/" + encoded(projection));
    for (PeerNodes.Told each : told) {
      if (each.isOk()) {
        found.add(each.as(ProjectionChecks.CheckOnNode.class));
      }
    }
    if (found.isEmpty()) {
      throw notFound(projection, told);
    }
    return new ChecksOnNodes(found);
  }

  /// @param node where it runs
  record StartedCheck(String projection, String node) {}

  @Operation(
      summary = "Compares a sample of a projection's views with a rebuild from the log",
      description = "It takes up to some minutes, and changes nothing.")
  @PostMapping("/api/ops/projections/{projection}/check")
  @ResponseStatus(HttpStatus.ACCEPTED)
  StartedCheck startProjectionCheck(
      Staff me, @PathVariable String projection, @RequestBody Because body) {
    if (!isProjection(projection)) {
      throw new Rejected(Reason.NOT_FOUND);
    }
    actions.record(me.person().value(), "check " + projection, body.reason());
    if (checks.start(projection)) {
      return new StartedCheck(projection, local.node());
    }
    List<PeerNodes.Told> asked = new ArrayList<>();
    for (PeerNodes.Known each : peers.refreshed()) {
      for (PeerNodes.Told told :
          peers.send(POST, "/check/" + encoded(projection) + "/start", each.name())) {
        if (told.isOk()) {
          return new StartedCheck(projection, told.node());
        }
        if (told.answer() != null && told.answer().status() == HttpStatus.CONFLICT.value()) {
          throw new Rejected(Reason.CHECK_RUNNING);
        }
        asked.add(told);
      }
    }
    throw notFound(projection, asked);
  }

  record EffectiveSettings(List<SettingsReader.EffectiveSetting> settings) {}

  @Operation(summary = "The settings of this node that are not defaults, with their source")
  @GetMapping("/api/ops/settings")
  EffectiveSettings settings() {
    return new EffectiveSettings(settings.read());
  }
}
