package info.powow.notify.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.MockApnsServerListener;
import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.UnregisteredDeviceTokenException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import info.powow.domain.notification.DeviceKind;
import info.powow.ops.Dependencies;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against a server that speaks Apple's protocol: HTTP/2, and it verifies who asks.
@Timeout(60)
class ApnsServerIT {
  private static final String TOPIC = "org.example.powow";
  private static final String KNOWN = "ab".repeat(32);
  private static final String EXPIRED = "cd".repeat(32);

  private record Accepted(Http2Headers headers, String payload) {}

  private final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
  private final BlockingQueue<RejectionReason> rejected = new LinkedBlockingQueue<>();
  private MockApnsServer apple;
  private ApnsSender sender;
  private URI server = URI.create("https://127.0.0.1");
  private KeyPair keys;

  @BeforeEach
  void begin() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    keys = generator.generateKeyPair();
    apple =
        new MockApnsServerBuilder()
            .setUseAlpn(true)
            .setServerCredentials(
                new java.security.cert.X509Certificate[] {TestTls.get().certificate()},
                TestTls.get().key(),
                null)
            .setHandlerFactory(_ -> (headers, _) -> verify(headers, (ECPublicKey) keys.getPublic()))
            .setListener(
                new MockApnsServerListener() {
                  @Override
                  public void handlePushNotificationAccepted(
                      Http2Headers headers, ByteBuf payload) {
                    accepted.add(new Accepted(headers, payload.toString(StandardCharsets.UTF_8)));
                  }

                  @Override
                  public void handlePushNotificationRejected(
                      Http2Headers headers,
                      ByteBuf payload,
                      RejectionReason reason,
                      Instant since) {
                    rejected.add(reason);
                  }
                })
            .build();
    int port = (int) apple.start(0).get(20, TimeUnit.SECONDS);
    server = URI.create("https://127.0.0.1:" + port);
    sender = sender("KEY1234567");
  }

  /// The server's own check takes signatures in DER only, where RFC 7518 wants two numbers.
  private static void verify(Http2Headers headers, ECPublicKey key)
      throws RejectedNotificationException {
    if (!TOPIC.contentEquals(headers.get("apns-topic"))) {
      throw new RejectedNotificationException(RejectionReason.BAD_TOPIC);
    }
    String authorization = headers.get("authorization").toString();
    try {
      SignedJWT token = SignedJWT.parse(authorization.substring("bearer ".length()));
      Instant issued = token.getJWTClaimsSet().getIssueTime().toInstant();
      if (!authorization.startsWith("bearer ")
          || !"KEY1234567".equals(token.getHeader().getKeyID())
          || !"TEAM123456".equals(token.getJWTClaimsSet().getIssuer())
          || issued.isBefore(Instant.now().minus(Duration.ofHours(1)))
          || issued.isAfter(Instant.now())
          || !token.verify(new ECDSAVerifier(key))) {
        throw new RejectedNotificationException(RejectionReason.INVALID_PROVIDER_TOKEN);
      }
    } catch (ParseException | JOSEException e) {
      throw new RejectedNotificationException(RejectionReason.INVALID_PROVIDER_TOKEN);
    }
    String path = headers.path().toString();
    if (path.equals("/3/device/" + EXPIRED)) {
      throw new UnregisteredDeviceTokenException(AppDevices.REGISTERED.plusSeconds(60));
    }
    if (!path.equals("/3/device/" + KNOWN)) {
      throw new RejectedNotificationException(RejectionReason.BAD_DEVICE_TOKEN);
    }
  }

  private ApnsSender sender(String keyId) {
    return new ApnsSender(
        server,
        TOPIC,
        new ApnsKey(TestTls.pem(keys.getPrivate()), keyId, "TEAM123456"),
        8,
        Duration.ofSeconds(20),
        TestTls.get().client(),
        new Dependencies().observed("apns"),
        Clock.systemUTC());
  }

  @AfterEach
  void end() throws Exception {
    sender.close();
    apple.shutdown().get(20, TimeUnit.SECONDS);
  }

  private PushOutcome send(String token) {
    return sender.send(AppDevices.device(DeviceKind.APNS, token), AppDevices.PUSH);
  }

  @Test
  void appleGetsAnOpaqueIdAndNothingElse() throws Exception {
    assertThat(send(KNOWN)).isEqualTo(new PushOutcome.Sent());

    Accepted got = accepted.take();
    assertThat(got.payload())
        .isEqualTo(
            "{\"aps\":{\"alert\":{\"loc-key\":\"powow.notification\"},\"mutable-content\":1,"
                + "\"sound\":\"default\"},\"id\":\"opaque-id\",\"tag\":\""
                + "t".repeat(32)
                + "\"}");
    assertThat(got.headers().get("apns-collapse-id")).hasToString("t".repeat(32));
    assertThat(got.headers().get("apns-topic")).hasToString(TOPIC);
    assertThat(got.headers().get("apns-push-type")).hasToString("alert");
    assertThat(got.headers().get("apns-priority")).hasToString("10");
    assertThat(got.headers().get("apns-expiration"))
        .hasToString(Long.toString(AppDevices.PUSH.expires().getEpochSecond()));
  }

  @Test
  void aDeviceThatAppleHasForgottenIsGone() {
    assertThat(send(EXPIRED)).isEqualTo(new PushOutcome.Gone());
    assertThat(rejected).containsExactly(RejectionReason.UNREGISTERED);
  }

  /// The server may point to the wrong environment: then no device is known there.
  @Test
  void aTokenThatAppleNeverKnewIsGoneOnlyIfAnotherWasTaken() {
    String unknown = "ef".repeat(32);

    assertThat(send(unknown).name()).isEqualTo("refused");
    assertThat(send(KNOWN)).isEqualTo(new PushOutcome.Sent());
    assertThat(send(unknown)).isEqualTo(new PushOutcome.Gone());
  }

  @Test
  void aKeyThatAppleDoesNotKnowIsOurFault() {
    sender.close();
    sender = sender("OTHER12345");

    assertThat(send(KNOWN)).isEqualTo(new PushOutcome.Refused(403));
    assertThat(rejected).containsExactly(RejectionReason.INVALID_PROVIDER_TOKEN);
  }

  /// Over one connection, as Apple wants it.
  @Test
  void manyAreUnderWayAtOnce() {
    assertThat(send(KNOWN)).isEqualTo(new PushOutcome.Sent());

    List<PushOutcome> outcomes =
        Stream.generate(() -> KNOWN).limit(200).parallel().map(this::send).toList();

    assertThat(outcomes).allMatch(each -> each.name().matches("sent|paused"));
    assertThat(outcomes).contains(new PushOutcome.Sent());
  }
}
