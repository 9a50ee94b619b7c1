package info.powow.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.ops.DeliveryFacts;
import info.powow.ops.Dependencies;
import info.powow.ops.Dependency;
import info.powow.ops.KeptMessages;
import info.powow.ops.MessageTrace;
import info.powow.ops.TraceId;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projector;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What operators can see and do on this node alone.
final class LocalOperations {
  static final int MOST = 200;
  private static final int TIMEOUT_SECONDS = 30;

  private final String node;
  private final MessageTrace trace;
  private final Dependencies dependencies;
  private final List<Projector> projectors;
  private final List<DeliveryFacts> facts;
  private final Clock clock;

  /// @param facts what the parts of this process know about deliveries
  LocalOperations(
      String node,
      MessageTrace trace,
      Dependencies dependencies,
      List<Projector> projectors,
      List<DeliveryFacts> facts,
      Clock clock) {
    this.node = node;
    this.trace = trace;
    this.dependencies = dependencies;
    this.projectors = projectors;
    this.facts = facts;
    this.clock = clock;
  }

  String node() {
    return node;
  }

  // --- messages -------------------------------------------------------------------------------

  /// @param index in the log; 0 if unknown. With an index, a node says when its projections reached
  ///     the message, even if nothing else happened to it on this node
  Optional<MessagePath> way(ConversationId conversation, long position, long index) {
    Instant now = clock.instant();
    long nanos = System.nanoTime();
    Optional<MessagePath> known =
        trace
            .find(conversation.value(), position, now, nanos)
            .map(way -> MessagePath.of(node, way));
    if (known.isPresent() && known.get().logIndex() > 0 || index <= 0) {
      return known;
    }
    List<MessagePath.MessageStep> progress =
        trace.progress(index, now, nanos).stream()
            .map(step -> new MessagePath.MessageStep(step.step(), node, step.at(), 0))
            .toList();
    if (progress.isEmpty()) {
      return known;
    }
    MessagePath reached =
        new MessagePath(
            TraceId.of(conversation.value(), position),
            conversation.value(),
            position,
            index,
            null,
            null,
            false,
            progress,
            List.of());
    return Optional.of(
        known.map(way -> MessagePath.joined(List.of(way, reached), List.of())).orElse(reached));
  }

  /// A message that was kept for operators: slow, failed, or followed by a client.
  ///
  /// @param node the node that kept it
  /// @param destination of a refused frame, or the route of a refused request; absent otherwise
  /// @param code why it was refused; absent otherwise
  /// @param traceparent of the client that follows it; absent otherwise
  /// @param trace the trace id of a refusal; absent otherwise
  /// @param message absent if it was refused
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record KeptMessage(
      String node,
      @Nullable Instant at,
      @Nullable String destination,
      @Nullable String code,
      @Nullable String traceparent,
      @Nullable String trace,
      @Nullable MessagePath message) {}

  private KeptMessage kept(KeptMessages.Kept kept) {
    return new KeptMessage(
        node,
        kept.at(),
        kept.position() == null ? kept.conversation() : null,
        kept.code(),
        kept.traceparent(),
        kept.trace(),
        kept.message() == null ? null : MessagePath.of(node, kept.message()));
  }

  /// A refusal that was kept here, by its trace id.
  Optional<KeptMessage> refusal(String id) {
    return trace.kept().refusal(id).map(this::kept);
  }

  record KeptHere(List<KeptMessage> messages) {}

  /// @throws Rejected if there is no such cause
  KeptHere kept(String cause, int limit) {
    KeptMessages.Cause found =
        Arrays.stream(KeptMessages.Cause.values())
            .filter(each -> word(each).equals(cause))
            .findFirst()
            .orElseThrow(() ->
                Rejected.field(
                    "cause",
                    "one of "
                        + Arrays.stream(KeptMessages.Cause.values())
                            .map(LocalOperations::word)
                            .collect(Collectors.joining(", ")),
                    "string"));
    return new KeptHere(trace.kept().newest(found, limit).stream().map(this::kept).toList());
  }

  private static String word(KeptMessages.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }

  /// What this process knows about why somebody got a message or did not.
  List<DeliveryFacts.Fact> facts(PersonId person, ConversationId conversation, long position) {
    return facts.stream()
        .flatMap(each -> each.about(person.value(), conversation.value(), position).stream())
        .toList();
  }

  // --- dependencies ---------------------------------------------------------------------------

  boolean hasCircuit(String dependency) {
    return dependencies
        .find(dependency)
        .filter(found -> found.circuit() != Dependency.Circuit.NONE)
        .isPresent();
  }

  /// @return false if there is no such circuit here
  boolean circuit(String dependency, boolean open) {
    return dependencies.find(dependency).map(found -> found.force(open)).orElse(false);
  }

  // --- projections ----------------------------------------------------------------------------

  /// A stream that a projection has stopped because it could not apply an event.
  ///
  /// @param eventType of the event at `sequence`; absent if the log cannot be read
  /// @param cause the error, without content of the event
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StoppedStream(
      String projection,
      String stream,
      long sequence,
      @Nullable String eventType,
      long index,
      String cause,
      Instant at) {
    static StoppedStream of(Projector projector, DeadLetter letter) {
      return new StoppedStream(
          projector.name(),
          letter.stream(),
          letter.sequence(),
          null,
          letter.index(),
          letter.cause(),
          letter.at());
    }

    StoppedStream with(@Nullable String type) {
      return new StoppedStream(projection, stream, sequence, type, index, cause, at);
    }
  }

  /// @param unavailable projections whose store does not answer
  record StoppedStreams(List<StoppedStream> streams, List<String> unavailable) {}

  StoppedStreams stoppedStreams() {
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

  boolean hasProjection(String name) {
    return projectors.stream().anyMatch(each -> each.name().equals(name));
  }

  /// @return whether the stream continues; empty if another node works on it
  /// @throws Rejected `views_unavailable`
  Optional<Boolean> retry(String projection, String stream) {
    for (Projector projector : projectors) {
      if (projector.name().equals(projection)) {
        return settle(() ->
            projector.otherNodeOf(stream) == null
                ? Optional.of(projector.retry(stream).get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                : Optional.empty());
      }
    }
    return Optional.empty();
  }

  private interface Waiting {
    Optional<Boolean> get() throws ExecutionException, InterruptedException, TimeoutException;
  }

  private static Optional<Boolean> settle(Waiting waiting) {
    try {
      return waiting.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    } catch (ExecutionException | TimeoutException e) {
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    }
  }
}
