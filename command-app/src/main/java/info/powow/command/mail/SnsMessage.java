package info.powow.command.mail;

import info.powow.domain.Rejected;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A message of Amazon SNS to an HTTPS endpoint, in its signature version 2 (SHA256withRSA).
///
/// @param json as it came
record SnsMessage(JsonNode json) {
  /// Where Amazon keeps certificates, and where subscriptions are confirmed.
  private static final Pattern HOST = Pattern.compile("sns\\.[a-z0-9-]{2,30}\\.amazonaws\\.com");

  private static final Pattern CERTIFICATE =
      Pattern.compile("/SimpleNotificationService-[A-Za-z0-9]{1,64}\\.pem");
  private static final Duration AGE = Duration.ofHours(2);
  private static final List<String> SIGNED_NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> SIGNED_CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  static SnsMessage read(byte[] body) {
    try {
      return new SnsMessage(JsonMapper.shared().readTree(body));
    } catch (JacksonException e) {
      throw Rejected.field("body", "a message of Amazon SNS", "another body");
    }
  }

  private String text(String name) {
    JsonNode value = json.path(name);
    return value.isString() ? value.asString() : "";
  }

  boolean isSubscription() {
    return text("Type").equals("SubscriptionConfirmation");
  }

  boolean isNotification() {
    return text("Type").equals("Notification");
  }

  /// Checks everything that can be checked before a certificate is loaded.
  ///
  /// @return where the certificate is
  URI requireOf(String topic, Instant now) {
    if (!isSubscription() && !isNotification()) {
      throw Rejected.field("Type", "Notification or SubscriptionConfirmation", "another one");
    }
    if (!text("TopicArn").equals(topic)) {
      throw Rejected.field("TopicArn", "the topic of powow.mail.feedback.topic", "another one");
    }
    if (!text("SignatureVersion").equals("2")) {
      throw Rejected.field("SignatureVersion", "2", "another one");
    }
    try {
      if (Duration.between(Instant.parse(text("Timestamp")), now).abs().compareTo(AGE) > 0) {
        throw Rejected.field(
            "Timestamp", "the time of the message, of the last two hours", "another time");
      }
    } catch (DateTimeException e) {
      throw Rejected.field("Timestamp", "the time of the message", "no time");
    }
    URI certificate = addressOfAmazon("SigningCertURL");
    if (!CERTIFICATE.matcher(certificate.getRawPath()).matches()
        || certificate.getRawQuery() != null) {
      throw Rejected.field("SigningCertURL", "the certificate of Amazon SNS", "another address");
    }
    return certificate;
  }

  /// The address that confirms the subscription. Only of a message whose signature was verified.
  URI subscribe() {
    return addressOfAmazon("SubscribeURL");
  }

  private URI addressOfAmazon(String name) {
    String expected = "an https address of Amazon SNS";
    try {
      URI address = URI.create(text(name));
      if (!"https".equals(address.getScheme())
          || address.getHost() == null
          || !HOST.matcher(address.getHost()).matches()
          || address.getRawUserInfo() != null
          || address.getPort() != -1
          || address.getRawFragment() != null) {
        throw Rejected.field(name, expected, "another address");
      }
      return address;
    } catch (IllegalArgumentException e) {
      throw Rejected.field(name, expected, "no address");
    }
  }

  /// @throws Rejected if the key did not sign this message
  void requireSignedBy(PublicKey key) {
    StringBuilder signed = new StringBuilder();
    for (String name : isSubscription() ? SIGNED_CONFIRMATION : SIGNED_NOTIFICATION) {
      if (json.path(name).isString()) {
        signed.append(name).append('\n').append(text(name)).append('\n');
      }
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update(signed.toString().getBytes(StandardCharsets.UTF_8));
      if (signature.verify(Base64.getDecoder().decode(text("Signature")))) {
        return;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // It is no signature.
    }
    throw Rejected.field("Signature", "the signature of Amazon SNS", "another one");
  }

  /// What the message says.
  String content() {
    return text("Message");
  }
}
