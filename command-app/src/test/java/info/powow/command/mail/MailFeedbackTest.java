package info.powow.command.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.FieldError;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailCommand;
import info.powow.domain.mail.MailCommand.RecordMailBounce;
import info.powow.domain.mail.MailCommand.RecordMailComplaint;
import info.powow.identity.InstallationSecret;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Origin;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MailFeedbackTest {
  private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:powow-mail";
  private static final String CERTIFICATE =
      "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123abcd.pem";
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final PersonId ADA = new PersonId("ada");
  private static final Instant ASKED = Instant.parse("2026-02-01T10:00:00Z");
  private static final KeyPair AMAZON = keyPair();
  private static final MailLinks LINKS =
      new MailLinks(InstallationSecret.of(Base64.getEncoder().encodeToString(new byte[32]), null));
  private static final String OURS =
      '<' + LINKS.seal(new Origin(ADA, ASKED), "digest") + "@powow.example>";

  private final List<URI> loaded = new ArrayList<>();
  private final List<URI> confirmed = new ArrayList<>();

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private MailFeedbackController controller(@Nullable String topic) {
    return new MailFeedbackController(
        DefaultCommandGateway.builder().commandBus(SimpleCommandBus.builder().build()).build(),
        LINKS,
        new SnsConnection() {
          @Override
          public PublicKey key(URI certificate) {
            loaded.add(certificate);
            return AMAZON.getPublic();
          }

          @Override
          public void confirm(URI subscription) {
            confirmed.add(subscription);
          }
        },
        topic,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Map<String, String> notification(String content) {
    Map<String, String> message = new LinkedHashMap<>();
    message.put("Type", "Notification");
    message.put("MessageId", "m1");
    message.put("TopicArn", TOPIC);
    message.put("Message", content);
    message.put("Timestamp", "2026-03-01T09:59:00.000Z");
    message.put("SignatureVersion", "2");
    message.put("SigningCertURL", CERTIFICATE);
    return message;
  }

  private static Map<String, String> subscription() {
    Map<String, String> message = notification("You have chosen to subscribe");
    message.put("Type", "SubscriptionConfirmation");
    message.put("Token", "t1");
    message.put(
        "SubscribeURL",
        "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t1");
    return message;
  }

  /// As Amazon documents it: the signed fields by name, each with its value, on lines of their own.
  private static Map<String, String> signed(Map<String, String> message) throws Exception {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(message)
        .forEach((name, value) -> {
          if (!name.startsWith("Sign")) {
            text.append(name).append('\n').append(value).append('\n');
          }
        });
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(AMAZON.getPrivate());
    signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
    Map<String, String> signed = new LinkedHashMap<>(message);
    signed.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
    return signed;
  }

  private Optional<MailCommand> accept(Map<String, String> message) {
    return controller(TOPIC).accept(JsonMapper.shared().writeValueAsBytes(message));
  }

  private static String bounce(String type, String id) {
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "notificationType",
                "Bounce",
                "bounce",
                Map.of("bounceType", type),
                "mail",
                Map.of("headers", List.of(Map.of("name", "Message-ID", "value", id)))));
  }

  @Test
  void whatCameBackForGoodIsHeldAgainstTheAddressThatItWentTo() throws Exception {
    assertThat(accept(signed(notification(bounce("Permanent", OURS)))))
        .contains(new RecordMailBounce(ADA, ASKED));
    assertThat(loaded).containsExactly(URI.create(CERTIFICATE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Transient", "Undetermined", ""})
  void whatMayPassIsNot(String type) throws Exception {
    assertThat(accept(signed(notification(bounce(type, OURS))))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"abuse, true", "'', true", "not-spam, false"})
  void aComplaintIs(String type, boolean counts) throws Exception {
    String content =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "eventType",
                    "Complaint",
                    "complaint",
                    Map.of("complaintFeedbackType", type),
                    "mail",
                    Map.of("commonHeaders", Map.of("messageId", OURS))));

    assertThat(accept(signed(notification(content))))
        .isEqualTo(counts ? Optional.of(new RecordMailComplaint(ADA, ASKED)) : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<x@powow.example>", "<@>", "x"})
  void whatIsNotOurMailIsNothing(String id) throws Exception {
    assertThat(accept(signed(notification(bounce("Permanent", id))))).isEmpty();
    assertThat(accept(signed(notification("no JSON")))).isEmpty();
  }

  /// Nothing is loaded from an address that somebody else could have chosen.
  @ParameterizedTest
  @CsvSource({
    "TopicArn, arn:aws:sns:eu-central-1:123456789012:other",
    "Type, UnsubscribeConfirmation",
    "SignatureVersion, 1",
    "Timestamp, 2026-03-01T07:00:00.000Z",
    "Timestamp, soon",
    "SigningCertURL, https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem",
    "SigningCertURL, https://evil.example/SimpleNotificationService-1.pem",
    "SigningCertURL, http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-1.pem",
    "SigningCertURL, https://sns.eu-central-1.amazonaws.com@evil.example/SimpleNotificationService-1.pem",
    "SigningCertURL, https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-1.pem",
    "SigningCertURL, https://sns.eu-central-1.amazonaws.com/other/SimpleNotificationService-1.pem",
    "SigningCertURL, https://127.0.0.1/SimpleNotificationService-1.pem",
    "SigningCertURL, file:///etc/passwd",
    "SigningCertURL, ':'"
  })
  void whatIsNotFromTheTopicIsRefusedBeforeAnythingIsLoaded(String field, String value)
      throws Exception {
    Map<String, String> message = notification(bounce("Permanent", OURS));
    message.put(field, value);

    refused(signed(message), field);
    assertThat(loaded).isEmpty();
  }

  @Test
  void whatWasChangedAfterSigningIsRefused() throws Exception {
    Map<String, String> message = signed(notification(bounce("Transient", OURS)));
    message.put("Message", bounce("Permanent", OURS));

    refused(message, "Signature");
  }

  @Test
  void aSubscriptionIsConfirmedOnlyIfItIsSigned() throws Exception {
    Map<String, String> unsigned = subscription();
    unsigned.put("Signature", "AAAA");
    refused(unsigned, "Signature");
    Map<String, String> elsewhere = subscription();
    elsewhere.put("SubscribeURL", "https://evil.example/");
    refused(signed(elsewhere), "SubscribeURL");
    assertThat(confirmed).isEmpty();

    assertThat(accept(signed(subscription()))).isEmpty();
    assertThat(confirmed).hasSize(1);
  }

  private void refused(Map<String, String> message, String field) {
    assertThatThrownBy(() -> accept(message))
        .asInstanceOf(InstanceOfAssertFactories.type(Rejected.class))
        .extracting(refusal -> Objects.requireNonNull(refusal.error()))
        .extracting(FieldError::field)
        .isEqualTo(field);
  }

  @Test
  void withoutATopicThereIsNothing() {
    assertThatThrownBy(() -> controller(null).accept(new byte[0]))
        .asInstanceOf(InstanceOfAssertFactories.type(Rejected.class))
        .extracting(Rejected::reason)
        .isEqualTo(Reason.NOT_FOUND);
  }
}
