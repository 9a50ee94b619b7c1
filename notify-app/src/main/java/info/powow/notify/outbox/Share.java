package info.powow.notify.outbox;

import java.time.Clock;
import java.util.Map;
import java.util.Set;

/// The segments of the outbox that this process works off. Whoever has the first one also follows the
/// log.
public interface Share extends AutoCloseable {
  /// The segments, each with the epoch of its claim. Empty if this process cannot be sure of them.
  Map<Integer, Long> claims();

  default boolean followsTheLog() {
    return claims().containsKey(0);
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
