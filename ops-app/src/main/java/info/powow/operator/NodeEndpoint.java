package info.powow.operator;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/// `/actuator/node`: requests of other nodes, for an operator whom they have verified. Only
/// requests with a [NodeSignature] get here.
@Endpoint(id = "node")
final class NodeEndpoint {
  static final String PATH = "/actuator/node";
  private static final String JSON = "application/json";
  private static final int CONFLICT = 409;

  private final StatusReader status;
  private final LocalOperations local;
  private final ProjectionChecks checks;
  private final FigureHistory history;

  NodeEndpoint(
      StatusReader status, LocalOperations local, ProjectionChecks checks, FigureHistory history) {
    this.status = status;
    this.local = local;
    this.checks = checks;
    this.history = history;
  }

  @ReadOperation(produces = JSON)
  WebEndpointResponse<String> report() {
    NodeReport report = status.report();
    return report == null
        ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE)
        : answer(report);
  }

  @ReadOperation(produces = JSON)
  WebEndpointResponse<String> list(@Selector String what) {
    return switch (what) {
      case "dead-letters" -> answer(local.stoppedStreams());
      case "history" -> answer(new HistoryController.Figures(history.figures()));
      default -> notFound();
    };
  }

  /// @param what `kept` messages, a `refusal`, the `check` of a projection, or the `history` of a
  ///     figure
  /// @param cause of these messages, the trace id, the projection, or the resolution and the figure
  @ReadOperation(produces = JSON)
  WebEndpointResponse<String> kept(@Selector String what, @Selector String cause) {
    try {
      return switch (what) {
        case "kept" -> answer(local.kept(cause, LocalOperations.MOST));
        case "refusal" ->
            local.refusal(cause).map(NodeEndpoint::answer).orElseGet(NodeEndpoint::notFound);
        case "check" ->
            checks.find(cause).map(NodeEndpoint::answer).orElseGet(NodeEndpoint::notFound);
        case "history" -> {
          int colon = cause.indexOf(':');
          yield colon < 0
              ? notFound()
              : answer(
                  new HistoryController.PointsHere(
                      history.points(
                          cause.substring(colon + 1),
                          FigureHistory.Resolution.of(cause.substring(0, colon)))));
        }
        default -> notFound();
      };
    } catch (Rejected e) {
      return notFound();
    }
  }

  /// @param index in the log, if the asking node knows it; 0 otherwise
  @ReadOperation(produces = JSON)
  WebEndpointResponse<String> message(
      @Selector String conversation, @Selector long position, @Selector long index) {
    try {
      return local
          .way(new ConversationId(conversation), position, index)
          .map(NodeEndpoint::answer)
          .orElseGet(NodeEndpoint::notFound);
    } catch (Rejected e) {
      return notFound();
    }
  }

  @ReadOperation(produces = JSON)
  WebEndpointResponse<String> why(
      @Selector String what,
      @Selector String person,
      @Selector String conversation,
      @Selector long position) {
    try {
      return what.equals("why")
          ? answer(
              new WhyController.FactsHere(
                  local.facts(new PersonId(person), new ConversationId(conversation), position)))
          : notFound();
    } catch (Rejected e) {
      return notFound();
    }
  }

  /// Carries out an action that the asking node has recorded.
  ///
  /// @param what `circuit` of a dependency, to be `open` or `closed`; `retry` of a projection's
  ///     stream; or `check` of a projection, to `start`
  @WriteOperation(produces = JSON)
  WebEndpointResponse<String> act(
      @Selector String what, @Selector String of, @Selector String how) {
    return switch (what) {
      case "circuit" ->
          local.circuit(of, how.equals("open")) ? answer(Map.of("done", true)) : notFound();
      case "retry" ->
          local
              .retry(of, how)
              .map(released -> answer(Map.of("released", released)))
              .orElseGet(NodeEndpoint::notFound);
      case "check" -> start(of);
      default -> notFound();
    };
  }

  private WebEndpointResponse<String> start(String projection) {
    try {
      return checks.start(projection) ? answer(Map.of("node", local.node())) : notFound();
    } catch (Rejected running) {
      return new WebEndpointResponse<>(CONFLICT);
    }
  }

  private static WebEndpointResponse<String> answer(Object body) {
    return new WebEndpointResponse<>(NodeReport.JSON.writeValueAsString(body));
  }

  private static WebEndpointResponse<String> notFound() {
    return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
  }
}
