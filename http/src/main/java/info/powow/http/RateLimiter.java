package info.powow.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/// How often something may be asked, for each asker on their own: a token bucket, refilled evenly.
///
/// Remembers at most 100,000 askers, and those only until their bucket would be full again.
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

  /// Counts one request that was let in already, as far as there is anything left to use.
  public void use(String asker) {
    buckets.get(asker).tryConsume(1);
  }

  /// Refuses who has used up their requests, without counting this one.
  ///
  /// @throws Rejected with `too_many_requests`
  public void requireOpen(String asker) {
    if (buckets.get(asker).getAvailableTokens() < 1) {
      throw new Rejected(Reason.TOO_MANY_REQUESTS);
    }
  }
}
