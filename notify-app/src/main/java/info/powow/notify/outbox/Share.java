package info.powow.notify.outbox;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The segments of the outbox that this process works on. The process with the first segment also
/// follows the log.
public interface Share extends AutoCloseable {
  /// The segments, each with the epoch of its claim. Empty if this process cannot be sure of its
  /// claims.
  Map<Integer, Long> claims();

  /// The epoch of the claim under which this process follows the log. Null if another process
  /// follows it.
  default @Nullable Long followerClaim() {
    return claims().get(0);
  }

  default boolean followsTheLog() {
    return followerClaim() != null;
  }

  default Set<Integer> segments() {
    return claims().keySet();
  }

  /// Starts to claim segments.
  void start();

  @Override
  void close();

  /// The share of a process that has the outbox to itself.
  static Share whole(Outbox outbox, Clock clock) {
    return new WholeShare(outbox, clock);
  }
}
