package info.powow.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.ops.Dependency;
import info.powow.ops.HeavyHitters;
import info.powow.ops.LatencyWindow;
import info.powow.ops.WaitingBytes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of one node, for operators, once a second.
///
/// @param node the name of the process
/// @param messages from the first step to the flush, over the last minute
/// @param slowAfterMillis a message that takes longer counts as slow
@JsonInclude(JsonInclude.Include.NON_NULL)
record NodeStatus(
    String node,
    String release,
    Instant at,
    long uptimeSeconds,
    LatencyWindow.Percentiles messages,
    double slowAfterMillis,
    List<Dependency.Reading> dependencies,
    List<Level> pools,
    List<Follower> projections,
    List<Route> routes,
    Top top,
    List<OperatorAction> actions) {

  /// Something with a limit, such as a queue.
  ///
  /// @param name such as `log queue`
  /// @param unit `bytes`, `percent`, `ms` or a plural
  /// @param limit at which it is full; absent if there is none
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Level(String name, double value, String unit, @Nullable Double limit) {}

  /// A projection.
  ///
  /// @param behind the number of events in the log that are not applied yet
  /// @param failing why it cannot continue; absent if it can
  /// @param deadLetters streams that are stopped on this node
  /// @param differences the number of fields that differed from a rebuild in the last check; absent
  ///     if there was no check
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Follower(
      String name,
      long reached,
      long head,
      long behind,
      boolean caughtUp,
      @Nullable String failing,
      int segments,
      int deadLetters,
      @Nullable Integer differences) {}

  /// Requests of one route, over the last ten seconds.
  ///
  /// @param route such as `GET /api/conversations/{id}`
  /// @param errors answers with a status from 500
  record Route(String route, double perSecond, double meanMillis, double maxMillis, long errors) {}

  /// Who causes the load.
  record Top(
      List<HeavyHitters.Rate> conversations,
      List<HeavyHitters.Rate> people,
      List<WaitingBytes.Waiting> slowClients) {}
}
