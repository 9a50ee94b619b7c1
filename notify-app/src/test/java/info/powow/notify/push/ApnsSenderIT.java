package info.powow.notify.push;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceKind;
import info.powow.notify.push.HttpsStub.Reply;
import info.powow.ops.Dependencies;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each answer of Apple means, and what is done about a server that fails.
@Timeout(60)
class ApnsSenderIT {
  private static final Device.Registered PHONE =
      AppDevices.device(DeviceKind.APNS, "ab".repeat(32));

  private HttpsStub apple;
  private ApnsSender sender;

  @BeforeEach
  void begin() throws Exception {
    apple = new HttpsStub(_ -> Reply.of(200, ""));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    sender =
        new ApnsSender(
            apple.uri(),
            "org.example.powow",
            new ApnsKey(TestTls.pem(generator.generateKeyPair().getPrivate()), "KEY", "TEAM"),
            2,
            Duration.ofSeconds(2),
            TestTls.get().client(),
            new Dependencies().observed("apns"),
            Clock.systemUTC());
  }

  @AfterEach
  void end() {
    sender.close();
    apple.close();
  }

  private PushOutcome send() {
    return sender.send(PHONE, AppDevices.PUSH);
  }

  @ParameterizedTest
  @CsvSource({
    "200, '', sent",
    "410, Unregistered, gone",
    "400, BadDeviceToken, gone",
    "400, DeviceTokenNotForTopic, gone",
    "400, BadTopic, refused",
    "401, '', refused",
    "403, InvalidProviderToken, refused",
    "403, ExpiredProviderToken, refused",
    "404, BadPath, refused",
    "413, PayloadTooLarge, refused",
    "429, TooManyRequests, failed",
    "429, TooManyProviderTokenUpdates, refused",
    "500, InternalServerError, failed",
    "503, ServiceUnavailable, failed",
    "302, '', failed",
  })
  void eachAnswerMeansSomething(int status, String reason, String outcome) {
    assertThat(send().name()).isEqualTo("sent");
    apple.answer(Reply.of(status, "{\"reason\":\"" + reason + "\"}"));

    assertThat(send().name()).isEqualTo(outcome);
  }

  /// As with a server that points to the sandbox: all devices of the app are unknown there.
  ///
  /// Anybody can register such a token, so they stop the pushes of nobody else.
  @ParameterizedTest
  @ValueSource(strings = {"BadDeviceToken", "DeviceTokenNotForTopic"})
  void aBadTokenStaysUntilOneIsTakenAndOpensNoBreaker(String reason) {
    apple.answer(Reply.of(400, "{\"reason\":\"" + reason + "\"}"));
    for (int i = 0; i < 20; i++) {
      assertThat(send()).isEqualTo(new PushOutcome.Refused(400));
    }

    apple.answer(Reply.of(200, ""));
    assertThat(send()).isEqualTo(new PushOutcome.Sent());
  }

  /// The app was installed again, and has got the same token.
  @Test
  void aRegistrationThatIsNewerThanWhatAppleSaysStays() {
    long before = AppDevices.REGISTERED.minusSeconds(1).toEpochMilli();
    apple.answer(Reply.of(410, "{\"reason\":\"Unregistered\",\"timestamp\":" + before + "}"));

    assertThat(send().name()).isEqualTo("failed");
  }

  @Test
  void appleSaysForHowLongItWantsToBeLeftAlone() {
    apple.answer(new Reply(429, "{\"reason\":\"TooManyRequests\"}", Map.of("Retry-After", "17")));

    assertThat(send()).isEqualTo(new PushOutcome.Failed(Duration.ofSeconds(17)));
  }

  /// Too many to one device is no reason to send nothing to others.
  @Test
  void tooManyToOneDeviceOpensNoBreaker() {
    apple.answer(Reply.of(429, "{\"reason\":\"TooManyRequests\"}"));
    for (int i = 0; i < 20; i++) {
      assertThat(send().name()).isEqualTo("failed");
    }
  }

  @Test
  void aServerThatRefusesUsIsLeftAloneForAWhile() {
    apple.answer(Reply.of(403, "{\"reason\":\"InvalidProviderToken\"}"));
    for (int i = 0; i < 5; i++) {
      assertThat(send().name()).isEqualTo("refused");
    }

    assertThat(send().name()).isEqualTo("paused");
    assertThat(apple.asked).hasSize(5);
  }

  @Test
  void aServerThatHangsHoldsUpNobody() throws Exception {
    assertThat(send().name()).isEqualTo("sent");
    apple.answer(Reply.HANGS);
    CompletableFuture<PushOutcome> one = CompletableFuture.supplyAsync(this::send);
    CompletableFuture<PushOutcome> two = CompletableFuture.supplyAsync(this::send);
    for (int i = 0; i < 3; i++) {
      HttpsStub.Asked unused = apple.next();
    }

    assertThat(send().name()).isEqualTo("paused");
    assertThat(one.get().name()).isEqualTo("failed");
    assertThat(two.get().name()).isEqualTo("failed");
  }

  /// Before it is known to be there, one call at a time tries it.
  @Test
  void aBurstOpensOneConnection() throws Exception {
    apple.answer(Reply.HANGS);
    CompletableFuture<PushOutcome> one = CompletableFuture.supplyAsync(this::send);
    HttpsStub.Asked unused = apple.next();

    assertThat(send())
        .isInstanceOfSatisfying(
            PushOutcome.Paused.class,
            paused ->
                assertThat(paused.pause()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2)));
    assertThat(one.get().name()).isEqualTo("failed");
  }

  /// It does not listen any more.
  @Test
  void aServerThatIsAwayIsTriedAgainLater() {
    apple.close();

    assertThat(send()).isEqualTo(new PushOutcome.Failed(null));
  }
}
