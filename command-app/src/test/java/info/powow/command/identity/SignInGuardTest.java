package info.powow.command.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.identity.Handle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignInGuardTest {
  private static final Handle ADA = new Handle("ada");
  private static final int FREE = 10;
  private static final int BY_ADDRESS = 50;

  private final Hand clock = new Hand();
  private final SignInGuard guard =
      new SignInGuard(
          new AccountProperties(4, 1, 10, 10, FREE, Duration.ofMinutes(15), BY_ADDRESS, 10), clock);

  @Test
  void whoGuessesWaitsAndTheOwnerDoesNot() {
    fail(ADA, "evil", null, FREE + 1);

    assertThat(waitOf(ADA, "evil", null)).isEqualTo(Duration.ofSeconds(1));
    assertThatCode(() -> guard.begin(ADA, "home", null)).doesNotThrowAnyException();
  }

  @Test
  void aKnownDeviceIsLetInFromTheAddressOfWhoGuesses() {
    fail(ADA, "cafe", null, FREE + 1);

    assertThatCode(() -> guard.begin(ADA, "cafe", "phone")).doesNotThrowAnyException();
  }

  @Test
  void aKnownDeviceThatGuessesWaitsToo() {
    fail(ADA, "cafe", "phone", FREE + 1);

    assertThat(waitOf(ADA, "elsewhere", "phone")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theWaitGrowsWithEachFailure() {
    fail(ADA, "evil", null, FREE + 1);
    clock.pass(Duration.ofSeconds(1));
    fail(ADA, "evil", null, 1);

    assertThat(waitOf(ADA, "evil", null)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void triesAtTheSameTimeAreNotFree() {
    for (int i = 0; i < FREE + 1; i++) {
      guard.begin(ADA, "evil", null);
    }

    assertThat(waitOf(ADA, "evil", null)).isPositive();
  }

  @Test
  void whatWasNotTriedDoesNotCount() {
    for (int i = 0; i < 3 * FREE; i++) {
      guard.begin(ADA, "home", null).notTried();
    }

    assertThatCode(() -> guard.begin(ADA, "home", null)).doesNotThrowAnyException();
  }

  @Test
  void successForgetsTheFailures() {
    fail(ADA, "home", null, FREE);
    guard.begin(ADA, "home", null).succeeded();

    assertThatCode(() -> fail(ADA, "home", null, FREE)).doesNotThrowAnyException();
  }

  @Test
  void oneAddressCannotTryManyHandles() {
    for (int i = 0; i < BY_ADDRESS; i++) {
      fail(new Handle("neighbour" + i), "evil", null, 1);
    }

    assertThat(waitOf(ADA, "evil", null)).isPositive();
    assertThatCode(() -> guard.begin(ADA, "home", null)).doesNotThrowAnyException();
    assertThatCode(() -> guard.begin(ADA, "evil", "phone")).doesNotThrowAnyException();
  }

  private void fail(Handle handle, String address, @Nullable String device, int times) {
    for (int i = 0; i < times; i++) {
      guard.begin(handle, address, device).failed();
    }
  }

  private Duration waitOf(Handle handle, String address, @Nullable String device) {
    Duration[] wait = {Duration.ZERO};
    assertThatThrownBy(() -> guard.begin(handle, address, device))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);
              Duration told = rejected.retryAfter();
              wait[0] = told == null ? Duration.ofSeconds(1) : told;
            });
    return wait[0];
  }

  /// A clock set by hand.
  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-11-29T08:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
