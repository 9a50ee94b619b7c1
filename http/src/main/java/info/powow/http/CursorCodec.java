package info.powow.http;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.identity.InstallationSecret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Seals the position at which a page of a list ended, so that clients can return it but neither
/// read nor change it. Cursors contain data that answers do not disclose, such as exact distances.
///
/// A cursor is `base64url(version, nonce, AES-256-GCM(time, place))`. It is bound to its
/// [CursorScope]: only the same person can continue the same list with it. All nodes derive the key
/// from the installation secret, so every node can open the cursors of every other, also after a
/// restart. A cursor is valid for a day.
public final class CursorCodec {
  public static final Duration LIFETIME = Duration.ofDays(1);

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /// Positions are padded to a multiple of this, so that the length of a cursor discloses nothing.
  private static final int BLOCK = 64;

  private static final int MAX_LENGTH = 1_024;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKey key;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public CursorCodec(InstallationSecret secret, Clock clock) {
    this.key = secret.key("cursors", "AES");
    this.clock = clock;
  }

  /// @param place the position at which the page ended
  public String seal(CursorScope scope, String place) {
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    int length = Long.BYTES + Short.BYTES + text.length;
    ByteBuffer plain = ByteBuffer.allocate((length + BLOCK - 1) / BLOCK * BLOCK);
    plain.putLong(clock.millis()).putShort((short) text.length).put(text);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, scope).doFinal(plain.array());
      return ENCODER.encodeToString(
          ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
              .put(VERSION)
              .put(nonce)
              .put(sealed)
              .array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /// @return the sealed position
  /// @throws Rejected `invalid_cursor` if it was modified, belongs to another list or person, or is
  ///     too old
  public String open(CursorScope scope, String cursor) {
    ByteBuffer plain = ByteBuffer.wrap(decrypted(scope, cursor));
    Instant sealed = Instant.ofEpochMilli(plain.getLong());
    byte[] text = new byte[plain.getShort()];
    plain.get(text);
    if (sealed.plus(LIFETIME).isBefore(clock.instant())) {
      throw invalid();
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private byte[] decrypted(CursorScope scope, String cursor) {
    if (cursor.length() > MAX_LENGTH) {
      throw invalid();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() < 1 + NONCE_BYTES + TAG_BITS / 8 || bytes.get() != VERSION) {
        throw invalid();
      }
      byte[] nonce = new byte[NONCE_BYTES];
      bytes.get(nonce);
      byte[] sealed = new byte[bytes.remaining()];
      bytes.get(sealed);
      return cipher(Cipher.DECRYPT_MODE, nonce, scope).doFinal(sealed);
    } catch (IllegalArgumentException | AEADBadTagException notOurs) {
      throw invalid();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, CursorScope scope) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(new byte[] {VERSION});
    cipher.updateAAD(scope.bytes());
    return cipher;
  }

  private static Rejected invalid() {
    return Rejected.at("cursor", Reason.INVALID_CURSOR);
  }
}
