package info.powow.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/// Limits requests per caller with token buckets that refill evenly.
///
/// Stores at most 100,000 callers, each until their bucket is full again.
public final class RateLimiter {
  private static final long MAX_ASKERS = 100_000;

  private final LoadingCache<String, Bucket> buckets;

  public RateLimiter(long times, Duration period) {
    Bandwidth bandwidth = Bandwidth.builder().capacity(times).refillGreedy(times, period).build();
    buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_ASKERS)
            .expireAfterAccess(period)
            .build(asker -> Bucket.builder().addLimit(bandwidth).build());
  }

  /// Counts one request.
  ///
  /// @throws Rejected with `too_many_requests`
  public void take(String asker) {
    if (!buckets.get(asker).tryConsume(1)) {
      throw new Rejected(Reason.TOO_MANY_REQUESTS);
    }
  }

  /// Counts a request that was already admitted, as far as the bucket allows.
  public void use(String asker) {
    buckets.get(asker).tryConsume(1);
  }

  /// Refuses a caller whose bucket is empty, without counting the request.
  ///
  /// @throws Rejected with `too_many_requests`
  public void requireOpen(String asker) {
    if (buckets.get(asker).getAvailableTokens() < 1) {
      throw new Rejected(Reason.TOO_MANY_REQUESTS);
    }
  }
}
