package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Seals what the links in mail are about, so that they work without signing in, disclose nothing to
/// who reads them, and cannot be made by anybody else. All nodes have the same key.
///
/// The same content gives the same token, since mail that is sent again has to be the same mail. So
/// the nonce is derived from the content, as RFC 8452 does: no two contents share a nonce.
public final class MailLinks {
  private static final String HMAC = "HmacSHA256";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /// Contents are padded to this, so that the length of a token discloses nothing.
  private static final int PLAIN_BYTES = 128;

  private static final int MAX_LENGTH = 256;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKey key;
  private final SecretKey nonceKey;

  public MailLinks(InstallationSecret secret) {
    this.key = secret.key("mail links", "AES");
    this.nonceKey = secret.key("mail link nonces", HMAC);
  }

  /// What a link is for. A token of one purpose opens no other.
  private enum Purpose {
    CONFIRM,
    UNSUBSCRIBE,
    ORIGIN
  }

  /// @param askedAt which request for a confirmation it was
  public record Confirmation(PersonId person, Instant askedAt, MailLanguage language) {}

  public record Unsubscription(PersonId person, MailTopic topic, MailLanguage language) {}

  /// Where a mail that comes back was sent to.
  ///
  /// @param askedAt tells the address from others of the person
  public record Origin(PersonId person, Instant askedAt) {}

  public String seal(Confirmation content) {
    return seal(
        Purpose.CONFIRM,
        content.person().value(),
        Long.toString(content.askedAt().toEpochMilli()),
        content.language().name());
  }

  public String seal(Unsubscription content) {
    return seal(
        Purpose.UNSUBSCRIBE,
        content.person().value(),
        content.topic().name(),
        content.language().name());
  }

  /// @param mail tells one mail from others to the same address; at most 40 characters
  public String seal(Origin content, String mail) {
    return seal(
        Purpose.ORIGIN,
        content.person().value(),
        Long.toString(content.askedAt().toEpochMilli()),
        mail);
  }

  /// @throws Rejected `link_expired` if it is none
  public Confirmation confirmation(String token) {
    String[] parts = open(Purpose.CONFIRM, token);
    return new Confirmation(
        new PersonId(parts[0]),
        Instant.ofEpochMilli(Long.parseLong(parts[1])),
        MailLanguage.valueOf(parts[2]));
  }

  /// @throws Rejected `link_expired` if it is none
  public Unsubscription unsubscription(String token) {
    String[] parts = open(Purpose.UNSUBSCRIBE, token);
    return new Unsubscription(
        new PersonId(parts[0]), MailTopic.valueOf(parts[1]), MailLanguage.valueOf(parts[2]));
  }

  /// @throws Rejected `link_expired` if it is none
  public Origin origin(String token) {
    String[] parts = open(Purpose.ORIGIN, token);
    return new Origin(new PersonId(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])));
  }

  private String seal(Purpose purpose, String... parts) {
    byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
    byte[] plain = Arrays.copyOf(text, PLAIN_BYTES);
    try {
      byte[] nonce = nonce(purpose, plain);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
      return ENCODER.encodeToString(
          ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private byte[] nonce(Purpose purpose, byte[] plain) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(nonceKey);
    mac.update(purpose.name().getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    return Arrays.copyOf(mac.doFinal(plain), NONCE_BYTES);
  }

  private String[] open(Purpose purpose, String token) {
    if (token.length() > MAX_LENGTH) {
      throw invalid();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length != NONCE_BYTES + PLAIN_BYTES + TAG_BITS / 8) {
        throw invalid();
      }
      byte[] plain =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES), purpose)
              .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      int length = PLAIN_BYTES;
      while (length > 0 && plain[length - 1] == 0) {
        length--;
      }
      return new String(plain, 0, length, StandardCharsets.UTF_8).split("\n", -1);
    } catch (IllegalArgumentException | AEADBadTagException notOurs) {
      throw invalid();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, Purpose purpose) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static Rejected invalid() {
    return new Rejected(Reason.LINK_EXPIRED);
  }
}
