package info.powow.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/// Seals short texts into tokens that disclose nothing, and that nobody else can make. All nodes have
/// the same key. Tokens are URL-safe, and all have the same length.
///
/// The same content gives the same token. So the nonce is derived from the content, as RFC 8452 does:
/// no two contents share a nonce.
public final class SealedTokens {
  private static final String HMAC = "HmacSHA256";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKey key;
  private final SecretKey nonceKey;
  private final int plainBytes;

  /// @param purpose tokens of one purpose open no others
  /// @param plainBytes to which contents are padded
  public SealedTokens(InstallationSecret secret, String purpose, int plainBytes) {
    this.key = secret.key(purpose, "AES");
    this.nonceKey = secret.key(purpose + " nonces", HMAC);
    this.plainBytes = plainBytes;
  }

  /// @param label tells kinds of tokens apart: one opens no other
  /// @param parts without line breaks
  /// @throws IllegalArgumentException if they are too long
  public String seal(String label, String... parts) {
    byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
    if (text.length > plainBytes) {
      throw new IllegalArgumentException("a token holds at most " + plainBytes + " bytes");
    }
    byte[] plain = Arrays.copyOf(text, plainBytes);
    try {
      byte[] nonce = nonce(label, plain);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, label).doFinal(plain);
      return ENCODER.encodeToString(
          ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private byte[] nonce(String label, byte[] plain) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(nonceKey);
    mac.update(label.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    return Arrays.copyOf(mac.doFinal(plain), NONCE_BYTES);
  }

  /// The parts of a token; null if it is none of this label.
  public String @Nullable [] open(String label, String token) {
    int sealedBytes = NONCE_BYTES + plainBytes + TAG_BITS / 8;
    if (token.length() > Math.ceilDiv(sealedBytes * 4, 3)) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length != sealedBytes) {
        return null;
      }
      byte[] plain =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES), label)
              .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      int length = plainBytes;
      while (length > 0 && plain[length - 1] == 0) {
        length--;
      }
      return new String(plain, 0, length, StandardCharsets.UTF_8).split("\n", -1);
    } catch (IllegalArgumentException | AEADBadTagException notOurs) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String label) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(label.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
