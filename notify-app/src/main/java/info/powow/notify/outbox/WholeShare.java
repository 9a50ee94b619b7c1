package info.powow.notify.outbox;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// All segments, as long as this process runs.
final class WholeShare implements Share {
  private final Outbox outbox;
  private final Clock clock;
  private volatile Map<Integer, Long> claims = Map.of();

  WholeShare(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public void start() {
    long epoch = outbox.nextEpoch();
    Set<Integer> all = Outbox.all(outbox.segments());
    outbox.recover(all, epoch, clock.instant());
    Map<Integer, Long> next = new HashMap<>();
    all.forEach(segment -> next.put(segment, epoch));
    claims = Map.copyOf(next);
  }

  @Override
  public Map<Integer, Long> claims() {
    return claims;
  }

  @Override
  public void close() {
    claims = Map.of();
  }
}
