package info.powow.eventlog.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES-256-GCM, with a random nonce in front of the ciphertext. For what is sealed rarely.
public final class Aead {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Aead() {}

  public static byte[] randomKey() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return key;
  }

  public static byte[] seal(byte[] key, byte[] plain, byte[] bound) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, plain, 0, plain.length, bound);
    if (sealed == null) {
      throw new IllegalStateException("only opening can fail");
    }
    byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
    return both;
  }

  /// Null when it was sealed under another key or bound to something else, or was changed.
  public static byte @Nullable [] open(byte[] key, byte[] sealed, byte[] bound) {
    return sealed.length < NONCE_BYTES
        ? null
        : run(
            Cipher.DECRYPT_MODE,
            key,
            Arrays.copyOf(sealed, NONCE_BYTES),
            sealed,
            NONCE_BYTES,
            sealed.length - NONCE_BYTES,
            bound);
  }

  private static byte @Nullable [] run(
      int mode, byte[] key, byte[] nonce, byte[] bytes, int from, int length, byte[] bound) {
    try {
      SecretKey secret = new SecretKeySpec(key, "AES");
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bound);
      return cipher.doFinal(bytes, from, length);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-256-GCM", e);
    }
  }
}
