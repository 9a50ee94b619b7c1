package info.powow.command.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.identity.FailedSignIns;
import info.powow.domain.identity.Handle;
import info.powow.http.RateLimiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Slows down password guessing without affecting other people.
///
/// Failures are counted per handle *and* source, so that nobody can lock out somebody else. A
/// source is an address, or a device on which somebody has signed in with this handle before (after
/// the [device cookies of
/// OWASP](https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies)).
/// In addition, the total number of failures per address is limited.
///
/// A failure is counted when an attempt begins, and removed if it succeeds, so concurrent attempts
/// count too. Each process counts separately.
final class SignInGuard {
  private static final long MAX_PLACES = 100_000;

  private final int free;
  private final Duration longest;
  private final Clock clock;
  private final Cache<Place, FailedSignIns> failures;
  private final RateLimiter byAddress;

  SignInGuard(AccountProperties properties, Clock clock) {
    this.free = properties.maxFailures();
    this.longest = properties.failurePeriod();
    this.clock = clock;
    this.failures = Caffeine.newBuilder().maximumSize(MAX_PLACES).expireAfterWrite(longest).build();
    this.byAddress = new RateLimiter(properties.maxFailuresByAddress(), longest);
  }

  private record Place(Handle handle, String from) {}

  /// One attempt to sign in.
  final class Attempt {
    private final Place place;
    private final String address;
    private final FailedSignIns before;

    private Attempt(Place place, String address, FailedSignIns before) {
      this.place = place;
      this.address = address;
      this.before = before;
    }

    /// The password was wrong.
    void failed() {
      byAddress.use(address);
    }

    void succeeded() {
      failures.invalidate(place);
    }

    /// The password was not checked.
    void notTried() {
      failures.put(place, before);
    }
  }

  /// Reads a credential other than a password. An invalid one counts as a failure of the address.
  ///
  /// @throws Rejected with what `reader` throws, or with `too_many_requests`
  <T> T reading(String address, Supplier<T> reader) {
    byAddress.requireOpen(address);
    try {
      return reader.get();
    } catch (Rejected e) {
      byAddress.use(address);
      throw e;
    }
  }

  /// @param device the device, if somebody has signed in with the handle on it before
  /// @throws Rejected with `too_many_requests` after too many failures
  Attempt begin(Handle handle, String address, @Nullable String device) {
    if (device == null) {
      byAddress.requireOpen(address);
    }
    Place place = new Place(handle, device == null ? address : "device " + device);
    Instant now = clock.instant();
    FailedSignIns[] before = {FailedSignIns.NONE};
    failures
        .asMap()
        .compute(
            place,
            (_, known) -> {
              if (known != null) {
                before[0] = known;
              }
              Duration wait = before[0].waitAt(now);
              if (!wait.isZero()) {
                throw new Rejected(Reason.TOO_MANY_REQUESTS, wait);
              }
              return before[0].failedAt(now, free, longest);
            });
    return new Attempt(place, address, before[0]);
  }
}
