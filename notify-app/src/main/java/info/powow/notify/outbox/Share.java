package info.powow.notify.outbox;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The segments of the outbox that this process works off. Whoever has the first one also follows the
/// log.
public interface Share extends AutoCloseable {
  /// The segments, each with the epoch of its claim. Empty if this process cannot be sure of them.
  Map<Integer, Long> claims();

  /// The epoch of the claim under which this process follows the log. Null if another one does.
  default @Nullable Long followerClaim() {
    return claims().get(0);
  }

  default boolean followsTheLog() {
    return followerClaim() != null;
  }

  default Set<Integer> segments() {
    return claims().keySet();
  }

  /// Begins to claim.
  void start();

  @Override
  void close();

  /// Of a process that has the outbox for itself.
  static Share whole(Outbox outbox, Clock clock) {
    return new WholeShare(outbox, clock);
  }
}
