package info.powow.eventlog.seal;

import info.powow.eventlog.engine.CorruptEventLog;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// HMAC-SHA256 and AES-256-GCM, ready to use: to look an algorithm up costs more than to seal a
/// message. For one thread at a time, so whoever takes one gives it back.
final class Primitives {
  static final String HMAC = "HmacSHA256";
  private static final String GCM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SLOTS = 64;
  private static final AtomicReferenceArray<@Nullable Primitives> IDLE =
      new AtomicReferenceArray<>(SLOTS);

  private final Mac mac;
  private Cipher cipher;

  private Primitives() {
    try {
      mac = Mac.getInstance(HMAC);
      cipher = Cipher.getInstance(GCM);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("every Java platform has AES-GCM and HMAC-SHA256", e);
  }

  static Primitives take() {
    Primitives idle = IDLE.getAndSet(slot(), null);
    return idle == null ? new Primitives() : idle;
  }

  void giveBack() {
    IDLE.setRelease(slot(), this);
  }

  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }

  byte[] hmac(SecretKeySpec key, byte[] bytes) {
    try {
      mac.init(key);
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// HKDF-Expand (RFC 5869) to 64 bytes.
  byte[] expand(SecretKeySpec key, byte[] info) {
    try {
      byte[] expanded = new byte[64];
      mac.init(key);
      mac.update(info);
      mac.update((byte) 1);
      mac.doFinal(expanded, 0);
      mac.update(expanded, 0, 32);
      mac.update(info);
      mac.update((byte) 2);
      mac.doFinal(expanded, 32);
      return expanded;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// @param commitment its beginning is the nonce
  /// @param bound what the ciphertext is bound to
  byte[] seal(SecretKeySpec key, byte[] commitment, byte[] bound, byte[] plain) {
    GCMParameterSpec nonce = new GCMParameterSpec(TAG_BITS, commitment, 0, NONCE_BYTES);
    try {
      try {
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
      } catch (InvalidAlgorithmParameterException e) {
        // The very same entry was sealed just before: a cipher refuses that, to be on the safe
        // side.
        cipher = Cipher.getInstance(GCM);
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
      }
      cipher.updateAAD(bound);
      return cipher.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  byte[] open(SecretKeySpec key, byte[] commitment, byte[] bound, byte[] sealed) {
    try {
      cipher.init(
          Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, commitment, 0, NONCE_BYTES));
      cipher.updateAAD(bound);
      return cipher.doFinal(sealed);
    } catch (AEADBadTagException e) {
      throw new CorruptEventLog(
          "A sealed payload in the event log cannot be opened with its key: it was changed, or the"
              + " key folder is of another log",
          e);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }
}
