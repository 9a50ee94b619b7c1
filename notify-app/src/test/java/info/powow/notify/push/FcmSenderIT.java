package info.powow.notify.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceKind;
import info.powow.notify.push.HttpsStub.Asked;
import info.powow.notify.push.HttpsStub.Reply;
import info.powow.ops.Dependencies;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against a server over HTTPS that gives tokens only to who signs for them, and takes messages only
/// with such a token.
@Timeout(60)
class FcmSenderIT {
  private static final Device.Registered PHONE =
      AppDevices.device(DeviceKind.FCM, "dW5kZXJz:APA91bE-x_Zy0123456789ABCDEFG");
  private static final KeyPair KEYS = keys();
  private static final String MESSAGES = "/v1/projects/powow-test/messages:send";

  private final AtomicInteger tokens = new AtomicInteger();
  private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private volatile Reply messages = Reply.of(200, "{\"name\":\"1\"}");
  private volatile @Nullable Reply refusal;
  private HttpsStub google;
  private FcmSender sender;

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void begin() {
    google = new HttpsStub(this::answer);
    sender = sender(KEYS);
  }

  private FcmSender sender(KeyPair keys) {
    return new FcmSender(
        google.uri(),
        new GoogleAccount(
            JsonMapper.shared()
                .writeValueAsString(
                    Map.of(
                        "type", "service_account",
                        "project_id", "powow-test",
                        "private_key_id", "key1",
                        "private_key", TestTls.pem(keys.getPrivate()),
                        "client_email", "push@powow-test.example",
                        "token_uri", google.uri() + "/token"))),
        2,
        Duration.ofSeconds(2),
        TestTls.get().client(),
        new Dependencies().observed("fcm"),
        new Clock() {
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
        });
  }

  @AfterEach
  void end() {
    sender.close();
    google.close();
  }

  private PushOutcome send() {
    return sender.send(PHONE, AppDevices.PUSH);
  }

  private Reply answer(Asked asked) {
    if (asked.path().equals("/token")) {
      Reply refused = refusal;
      return refused != null
          ? refused
          : isSigned(asked.body())
              ? Reply.of(
                  200,
                  "{\"access_token\":\"at%d\",\"expires_in\":3600}"
                      .formatted(tokens.incrementAndGet()))
              : Reply.of(400, "{\"error\":\"invalid_grant\"}");
    }
    if (!asked.path().equals(MESSAGES)) {
      return Reply.of(404, "");
    }
    return ("Bearer at" + tokens.get()).equals(asked.headers().get("authorization"))
        ? messages
        : Reply.of(401, "{\"error\":{\"status\":\"UNAUTHENTICATED\"}}");
  }

  private boolean isSigned(String form) {
    String grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    if (!form.startsWith(grant)) {
      return false;
    }
    try {
      SignedJWT token = SignedJWT.parse(form.substring(grant.length()));
      return token.verify(new RSASSAVerifier((RSAPublicKey) KEYS.getPublic()))
          && "key1".equals(token.getHeader().getKeyID())
          && "push@powow-test.example".equals(token.getJWTClaimsSet().getIssuer())
          && List.of(google.uri() + "/token").equals(token.getJWTClaimsSet().getAudience())
          && "https://www.googleapis.com/auth/firebase.messaging"
              .equals(token.getJWTClaimsSet().getStringClaim("scope"))
          && token
              .getJWTClaimsSet()
              .getExpirationTime()
              .toInstant()
              .equals(now.plus(Duration.ofHours(1)));
    } catch (ParseException | JOSEException e) {
      return false;
    }
  }

  @Test
  void googleGetsAnOpaqueIdAndNothingElse() throws Exception {
    assertThat(send()).isEqualTo(new PushOutcome.Sent());

    assertThat(google.next().path()).isEqualTo("/token");
    Asked asked = google.next();
    JsonNode expected =
        JsonMapper.shared()
            .readTree(
                """
                {"message":{"token":"%s","data":{"id":"opaque-id","tag":"%s"},
                 "android":{"priority":"HIGH","ttl":"%ds"}}}
                """
                    .formatted(
                        PHONE.endpoint(),
                        "t".repeat(32),
                        Duration.between(now, AppDevices.PUSH.expires()).toSeconds()));
    assertThat(JsonMapper.shared().readTree(asked.body())).isEqualTo(expected);
  }

  @Test
  void aTokenIsUsedForAsLongAsItIsValid() {
    assertThat(send().name()).isEqualTo("sent");
    now = now.plus(Duration.ofMinutes(54));
    assertThat(send().name()).isEqualTo("sent");
    assertThat(tokens).hasValue(1);

    now = now.plus(Duration.ofMinutes(2));
    assertThat(send().name()).isEqualTo("sent");
    assertThat(tokens).hasValue(2);
  }

  /// Google has withdrawn it.
  @Test
  void aTokenThatIsRefusedIsNotUsedAgain() {
    assertThat(send().name()).isEqualTo("sent");
    messages = Reply.of(401, "");
    assertThat(send().name()).isEqualTo("refused");
    messages = Reply.of(200, "{}");

    assertThat(send().name()).isEqualTo("sent");
    assertThat(tokens).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {\"error\":{\"details\":[{\"errorCode\":\"UNREGISTERED\"}]}} | gone",
        "404 | {\"error\":{\"status\":\"NOT_FOUND\"}} | refused",
        "400 | {\"error\":{\"details\":[{\"fieldViolations\":[{\"field\":\"message.token\"}]}]}} | gone",
        "400 | {\"error\":{\"message\":\"The registration token is not a valid FCM registration token\"}} | gone",
        "400 | {\"error\":{\"details\":[{\"errorCode\":\"INVALID_ARGUMENT\"}]}} | refused",
        "401 | {} | refused",
        "403 | {\"error\":{\"details\":[{\"errorCode\":\"SENDER_ID_MISMATCH\"}]}} | gone",
        "403 | {\"error\":{\"status\":\"PERMISSION_DENIED\"}} | refused",
        "429 | {\"error\":{\"details\":[{\"errorCode\":\"QUOTA_EXCEEDED\"}]}} | failed",
        "500 | <html> | failed",
        "503 | {} | failed",
      })
  void eachAnswerMeansSomething(int status, String body, String outcome) {
    assertThat(send().name()).isEqualTo("sent");
    messages = Reply.of(status, body);

    assertThat(send().name()).isEqualTo(outcome);
  }

  /// Anybody can register a token that was never one: it stops the pushes of nobody else.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"error\":{\"details\":[{\"fieldViolations\":[{\"field\":\"message.token\"}]}]}}",
        "400 | {\"error\":{\"message\":\"The registration token is not a valid FCM registration token\"}}",
        "403 | {\"error\":{\"details\":[{\"errorCode\":\"SENDER_ID_MISMATCH\"}]}}",
      })
  void aBadTokenStaysUntilOneIsTakenAndOpensNoBreaker(int status, String body) {
    messages = Reply.of(status, body);
    for (int i = 0; i < 20; i++) {
      assertThat(send()).isEqualTo(new PushOutcome.Refused(status));
    }

    messages = Reply.of(200, "{}");
    assertThat(send()).isEqualTo(new PushOutcome.Sent());
  }

  /// Anybody can register a device that Google cannot reach, or that gets too many messages.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\":{\"details\":[{\"errorCode\":\"THIRD_PARTY_AUTH_ERROR\"}]}} | refused",
        "429 | {\"error\":{\"details\":[{\"errorCode\":\"QUOTA_EXCEEDED\"},"
            + "{\"violations\":[{\"subject\":\"device\",\"description\":\"Device message rate exceeded\"}]}]}}"
            + " | failed",
      })
  void whatIsWrongWithOneDeviceOpensNoBreaker(int status, String body, String outcome) {
    messages = Reply.of(status, body);
    for (int i = 0; i < 20; i++) {
      assertThat(send().name()).isEqualTo(outcome);
    }

    messages = Reply.of(200, "{}");
    assertThat(send()).isEqualTo(new PushOutcome.Sent());
    assertThat(tokens).as("the access token is still used").hasValue(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\":{\"status\":\"UNAUTHENTICATED\"}}",
        "429 | {\"error\":{\"status\":\"RESOURCE_EXHAUSTED\"}}",
        "429 | {\"error\":{\"details\":[{\"errorCode\":\"QUOTA_EXCEEDED\"}]}}",
        "429 | {\"error\":{\"details\":[{\"errorCode\":\"QUOTA_EXCEEDED\"},"
            + "{\"violations\":[{\"subject\":\"project:powow-test\",\"description\":\"Message rate exceeded\"}]}]}}",
        "429 | {\"error\":{\"details\":[{\"errorCode\":\"QUOTA_EXCEEDED\"},"
            + "{\"violations\":[{\"subject\":\"device\"},{\"subject\":\"project:powow-test\"}]}]}}",
      })
  void whatIsWrongWithTheProjectOpensTheBreaker(int status, String body) {
    messages = Reply.of(status, body);
    for (int i = 0; i < 5; i++) {
      assertThat(send().name()).isIn("refused", "failed");
    }

    assertThat(send().name()).isEqualTo("paused");
  }

  @Test
  void aServerThatRefusesUsIsLeftAloneForAWhile() {
    messages = Reply.of(403, "{\"error\":{\"status\":\"PERMISSION_DENIED\"}}");
    for (int i = 0; i < 5; i++) {
      assertThat(send()).isEqualTo(new PushOutcome.Refused(403));
    }

    assertThat(send().name()).isEqualTo("paused");
  }

  @Test
  void googleSaysForHowLongItWantsToBeLeftAlone() {
    messages = new Reply(503, "{}", Map.of("Retry-After", "90"));
    assertThat(send()).isEqualTo(new PushOutcome.Failed(Duration.ofSeconds(90)));

    messages = Reply.of(429, "{}");
    assertThat(send()).isEqualTo(new PushOutcome.Failed(Duration.ofMinutes(1)));
  }

  @Test
  void anAccountThatGoogleDoesNotKnowIsOurFault() {
    sender.close();
    sender = sender(keys());
    for (int i = 0; i < 5; i++) {
      assertThat(send()).isEqualTo(new PushOutcome.Refused(400));
    }

    assertThat(send().name()).isEqualTo("paused");
    assertThat(google.asked).hasSize(5).allMatch(asked -> asked.path().equals("/token"));
  }

  @Test
  void withoutATokenNothingIsSent() {
    refusal = Reply.of(503, "");
    assertThat(send().name()).isEqualTo("failed");

    refusal = Reply.of(200, "no JSON");
    assertThat(send().name()).isEqualTo("failed");
    assertThat(google.asked).allMatch(asked -> asked.path().equals("/token"));
  }

  @Test
  void aServerThatHangsHoldsUpNobody() throws Exception {
    assertThat(send().name()).isEqualTo("sent");
    messages = Reply.HANGS;
    CompletableFuture<PushOutcome> one = CompletableFuture.supplyAsync(this::send);
    CompletableFuture<PushOutcome> two = CompletableFuture.supplyAsync(this::send);
    for (int i = 0; i < 4; i++) {
      Asked unused = google.next();
    }

    assertThat(send().name()).isEqualTo("paused");
    assertThat(one.get().name()).isEqualTo("failed");
    assertThat(two.get().name()).isEqualTo("failed");
  }

  @Test
  void aFileThatIsNoAccountIsRefused() {
    for (String file : List.of("", "{}", "<html>", "{\"project_id\":\"p\"}")) {
      assertThatThrownBy(() -> new GoogleAccount(file))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
