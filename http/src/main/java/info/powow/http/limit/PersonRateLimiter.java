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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Limits how often one person may do something. HTTP, SEND and SUBSCRIBE share one limit, in front of
/// the command and query gateways.
///
/// A token bucket for each person and kind, kept as one number: the time at which it will be full
/// again (the generic cell rate algorithm). No locks. At most 200,000 people are remembered, each
/// until all their buckets are full again.
public final class PersonRateLimiter {
  private static final long MAX_PEOPLE = 200_000;
  private static final RateLimitedKind[] KINDS = RateLimitedKind.values();

  private final long[] eachNanos = new long[KINDS.length];
  private final long[] windowNanos = new long[KINDS.length];
  private final long[] times = new long[KINDS.length];
  private final LongSupplier nanos;
  private final LoadingCache<PersonId, AtomicLongArray> people;

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

  /// For tests of what is behind: as good as no limits.
  public static PersonRateLimiter none() {
    return new PersonRateLimiter(
        new LimitProperties(1_000_000, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600),
        System::nanoTime);
  }

  private static AtomicLongArray full(long now) {
    AtomicLongArray fullAt = new AtomicLongArray(KINDS.length);
    for (int i = 0; i < KINDS.length; i++) {
      fullAt.set(i, now);
    }
    return fullAt;
  }

  /// What is left after a request.
  ///
  /// @param remaining how many more may follow at once
  /// @param resetAfter when all of them may
  record Left(RateLimitedKind kind, long remaining, Duration resetAfter) {}

  /// Counts one request.
  ///
  /// @throws Rejected with `too_many_requests`, and when to ask again
  public void take(PersonId person, RateLimitedKind kind) {
    take(person, kind, 1);
  }

  /// Counts some requests, or none when they are too many.
  ///
  /// @throws Rejected with `too_many_requests`, and when to ask again
  public void take(PersonId person, RateLimitedKind kind, int requests) {
    Left _ = taking(person, kind, requests);
  }

  /// Counts a command, and the people whom it adds.
  ///
  /// @throws Rejected with `too_many_requests`, and when to ask again
  public void take(PersonId person, Object command) {
    take(person, RateLimitedKind.of(command));
    takeAdditions(command);
  }

  /// Counts the people with whom a group is made, or who are named as speakers of a service: they
  /// are added as any others.
  ///
  /// @throws Rejected with `too_many_requests`, and when to ask again
  public void takeAdditions(Object command) {
    switch (command) {
      case CreateGroup group -> takeAdditions(group.by(), group.members());
      case PublishService publish -> takeAdditions(publish.by(), publish.speakers());
      case ChangeService change -> takeAdditions(change.by(), change.speakers());
      default -> {
        // Adds nobody, or is counted as what it is.
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
      // Differences, since the origin of nanoTime is anywhere.
      // What could never be had all at once takes all there is.
      long used = Math.max(0, before - now) + eachNanos[i] * Math.min(requests, times[i]);
      if (used > windowNanos[i]) {
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
