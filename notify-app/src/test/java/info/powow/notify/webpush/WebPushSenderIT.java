package info.powow.notify.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.WebPushKeys;
import info.powow.identity.InstallationSecret;
import info.powow.notify.push.PushOutcome;
import info.powow.ops.Dependencies;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebPushSenderIT {
  private static final VapidKeys KEYS =
      new VapidKeys(
          InstallationSecret.of(Base64.getEncoder().encodeToString(new byte[32]), null),
          1,
          "mailto:ops@example.org");

  private final PushServiceStub service = new PushServiceStub();
  private final PushServiceStub other = new PushServiceStub();
  private final WebPushSender sender =
      new WebPushSender(
          KEYS,
          4,
          Duration.ofSeconds(5),
          Set.of(service.origin(), other.origin()),
          new Dependencies().observed("push"),
          Clock.systemUTC());

  @AfterEach
  void stop() {
    sender.close();
    service.close();
    other.close();
  }

  private static Device.Registered device(String endpoint, WebPushKeys keys, String keyId) {
    return new Device.Registered(
        DeviceId.of(endpoint),
        new PersonId("bob"),
        DeviceKind.WEB,
        endpoint,
        keys,
        keyId,
        "Firefox",
        Instant.EPOCH);
  }

  private Device.Registered device(PushServiceStub at, String path) {
    return device(at.origin() + path, at.subscribe(path), KEYS.current().id());
  }

  private CompletableFuture<PushOutcome> send(Device.Registered device) {
    byte[] body =
        WebPushEncryption.encrypt(
            "{\"a\":1}".getBytes(StandardCharsets.UTF_8), 100, device.browserKeys());
    return sender.send(device, body, "t".repeat(32), Duration.ofHours(1), true);
  }

  @Test
  void aBrowserGetsWhatWasSent() throws InterruptedException {
    assertThat(send(device(service, "/a")).join()).isEqualTo(new PushOutcome.Sent());

    PushServiceStub.Pushed pushed = service.next();
    assertThat(pushed.text()).isEqualTo("{\"a\":1}");
    assertThat(pushed.topic()).isEqualTo("t".repeat(32));
    assertThat(pushed.ttl()).isEqualTo(3_600);
    assertThat(pushed.urgency()).isEqualTo("high");
  }

  @ParameterizedTest
  @CsvSource({
    "404, gone",
    "410, gone",
    "413, too_large",
    "400, refused",
    "401, refused",
    "403, refused",
    "429, failed",
    "503, failed",
    "500, failed",
    "302, failed",
  })
  void eachAnswerMeansSomething(int status, String outcome) {
    service.answer(_ -> status);

    assertThat(send(device(service, "/a")).join().name()).isEqualTo(outcome);
    assertThat(service.waiting()).isZero();
  }

  @Test
  void aPushServiceThatWantsToBeLeftAloneSaysForHowLong() {
    service.answer(_ -> 429);
    service.retryAfter("17");

    assertThat(send(device(service, "/a")).join())
        .isEqualTo(new PushOutcome.Failed(Duration.ofSeconds(17)));
  }

  @Test
  void aDeviceOfAKeyThatNobodyHasCannotBeReached() {
    Device.Registered lost = device(service.origin() + "/a", service.subscribe("/a"), "unknown");

    assertThat(send(lost).join()).isEqualTo(new PushOutcome.Gone());
  }

  /// The stub listens there, and would answer.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:%d/a",
        "http://[::1]:%d/a",
        "http://[::ffff:127.0.0.1]:%d/a",
        "http://0.0.0.0:%d/a",
        "http://169.254.169.254:%d/a",
      })
  void nothingIsSentIntoNetworksOfOthers(String form) {
    WebPushKeys keys = service.subscribe("/a");
    int port = Integer.parseInt(service.origin().substring(service.origin().lastIndexOf(':') + 1));

    PushOutcome outcome = send(device(form.formatted(port), keys, KEYS.current().id())).join();

    assertThat(outcome.name()).isIn("forbidden", "failed");
    assertThat(service.waiting()).isZero();
  }

  @Test
  void oneThatHangsHoldsUpNoOther() throws InterruptedException {
    service.answer(_ -> 0);
    List<CompletableFuture<PushOutcome>> hanging = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      hanging.add(send(device(service, "/" + i)));
    }
    // Beyond its places nobody waits for it.
    assertThat(hanging.subList(4, 8)).allMatch(CompletableFuture::isDone);

    for (int i = 0; i < 20; i++) {
      assertThat(send(device(other, "/" + i)).join()).isEqualTo(new PushOutcome.Sent());
    }
    assertThat(hanging.subList(0, 4)).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void onePushServiceThatFailsIsLeftAloneAndOthersAreNot() {
    service.answer(_ -> 403);
    for (int i = 0; i < 10; i++) {
      PushOutcome unused = send(device(service, "/a")).join();
    }

    assertThat(send(device(service, "/a")).join().name()).isEqualTo("paused");
    assertThat(send(device(other, "/a")).join()).isEqualTo(new PushOutcome.Sent());
  }
}
