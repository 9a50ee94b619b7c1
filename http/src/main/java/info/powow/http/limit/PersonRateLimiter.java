package info.powow.http.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.publicservice.ServiceCommand.ChangeService;
import info.powow.domain.publicservice.ServiceCommand.PublishService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Limits how often one person may do something. HTTP, SEND and SUBSCRIBE share one limit, in front
/// of the command and query gateways.
///
/// There is a token bucket for each person and kind, stored as one number: the time at which it
/// will be full again (the generic cell rate algorithm). Uses no locks. At most 200,000 people are
/// stored, each until all their buckets are full again.
public final class PersonRateLimiter {
  private static final long MAX_PEOPLE = 200_000;
  private static final RateLimitedKind[] KINDS = RateLimitedKind.values();

  private final long[] eachNanos = new long[KINDS.length];
  private final long[] windowNanos = new long[KINDS.length];
  private final long[] times = new long[KINDS.length];
  private final LongSupplier nanos;
  private final LoadingCache<PersonId, AtomicLongArray> people;
  private volatile BiConsumer<PersonId, RateLimitedKind> refused = (_, _) -> {};

  /// @param nanos the time, as [System#nanoTime]
  PersonRateLimiter(LimitProperties properties, LongSupplier nanos) {
    this.nanos = nanos;
    long longest = 1;
    for (RateLimitedKind kind : KINDS) {
      LimitProperties.Quota quota = properties.of(kind);
      int i = kind.ordinal();
      times[i] = quota.times();
      windowNanos[i] = quota.window().toNanos();
      eachNanos[i] = Math.max(1, windowNanos[i] / times[i]);
      longest = Math.max(longest, windowNanos[i]);
    }
    this.people =
        Caffeine.newBuilder()
            .maximumSize(MAX_PEOPLE)
            .expireAfterAccess(Duration.ofNanos(longest))
            .build(_ -> full(nanos.getAsLong()));
  }

  /// For tests: effectively no limits.
  public static PersonRateLimiter none() {
    return new PersonRateLimiter(
        new LimitProperties(1_000_000, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600),
        System::nanoTime);
  }

  /// @param listener is told of each request that is refused; must be fast
  public void onRefused(BiConsumer<PersonId, RateLimitedKind> listener) {
    refused = listener;
  }

  private static AtomicLongArray full(long now) {
    AtomicLongArray fullAt = new AtomicLongArray(KINDS.length);
    for (int i = 0; i < KINDS.length; i++) {
      fullAt.set(i, now);
    }
    return fullAt;
  }

  /// The state of a bucket after a request.
  ///
  /// @param remaining how many more requests may follow at once
  /// @param resetAfter when the bucket will be full again
  record Left(RateLimitedKind kind, long remaining, Duration resetAfter) {}

  /// Counts one request.
  ///
  /// @throws Rejected with `too_many_requests` and the time to wait
  public void take(PersonId person, RateLimitedKind kind) {
    take(person, kind, 1);
  }

  /// Counts several requests, or none if they exceed the limit.
  ///
  /// @throws Rejected with `too_many_requests` and the time to wait
  public void take(PersonId person, RateLimitedKind kind, int requests) {
    Left _ = taking(person, kind, requests);
  }

  /// Counts a command, and the people whom it adds.
  ///
  /// @throws Rejected with `too_many_requests` and the time to wait
  public void take(PersonId person, Object command) {
    take(person, RateLimitedKind.of(command));
    takeAdditions(command);
  }

  /// Counts the people who are named when a group is created, or as speakers of a service, as
  /// additions.
  ///
  /// @throws Rejected with `too_many_requests` and the time to wait
  public void takeAdditions(Object command) {
    switch (command) {
      case CreateGroup group -> takeAdditions(group.by(), group.members());
      case PublishService publish -> takeAdditions(publish.by(), publish.speakers());
      case ChangeService change -> takeAdditions(change.by(), change.speakers());
      default -> {
        // Adds nobody, or is counted by its own kind.
      }
    }
  }

  private void takeAdditions(PersonId by, @Nullable List<PersonId> people) {
    if (people != null && !people.isEmpty()) {
      take(by, RateLimitedKind.ADDITION, people.size());
    }
  }

  Left taking(PersonId person, RateLimitedKind kind, int requests) {
    AtomicLongArray fullAt = people.get(person);
    int i = kind.ordinal();
    long now = nanos.getAsLong();
    while (true) {
      long before = fullAt.get(i);
      // Compares differences, because nanoTime has no fixed origin. A request for more than the
      // whole bucket takes the whole bucket.
      long used = Math.max(0, before - now) + eachNanos[i] * Math.min(requests, times[i]);
      if (used > windowNanos[i]) {
        refused.accept(person, kind);
        throw new Rejected(
            Reason.TOO_MANY_REQUESTS,
            Duration.ofNanos(Math.min(used, 2 * windowNanos[i]) - windowNanos[i]));
      }
      if (fullAt.compareAndSet(i, before, now + used)) {
        return new Left(kind, (windowNanos[i] - used) / eachNanos[i], Duration.ofNanos(used));
      }
    }
  }

  /// The header `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers.
  String policy(RateLimitedKind kind) {
    int i = kind.ordinal();
    return "\"%s\";q=%d;w=%d"
        .formatted(kind.policy(), times[i], Duration.ofNanos(windowNanos[i]).toSeconds());
  }

  /// The header `RateLimit` of the same draft.
  static String limit(RateLimitedKind kind, long remaining, Duration resetAfter) {
    return "\"%s\";r=%d;t=%d"
        .formatted(kind.policy(), remaining, resetAfter.plusMillis(999).toSeconds());
  }
}
