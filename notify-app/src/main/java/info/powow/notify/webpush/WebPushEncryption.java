package info.powow.notify.webpush;

import info.powow.domain.notification.WebPushKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts a message for one browser (RFC 8291), as one record of `aes128gcm` (RFC 8188).
public final class WebPushEncryption {
  private static final int RECORD_SIZE = 4_096;
  private static final int SALT_BYTES = 16;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private WebPushEncryption() {}

  /// @param length the length to pad the message to, so that nobody on the way learns its own
  ///     length
  /// @throws IllegalArgumentException if the message is longer
  public static byte[] encrypt(byte[] message, int length, WebPushKeys keys) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      byte[] salt = new byte[SALT_BYTES];
      RANDOM.nextBytes(salt);
      return encrypt(message, length, keys, generator.generateKeyPair(), salt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a message cannot be encrypted", e);
    }
  }

  static byte[] encrypt(byte[] message, int length, WebPushKeys keys, KeyPair ours, byte[] salt)
      throws GeneralSecurityException {
    if (message.length > length) {
      throw new IllegalArgumentException("the message is longer than what it is padded to");
    }
    byte[] theirPoint = Base64.getUrlDecoder().decode(keys.p256dh());
    byte[] ourPoint = P256.encode(((ECPublicKey) ours.getPublic()).getW());
    byte[] shared = agree((ECPrivateKey) ours.getPrivate(), theirPoint);
    byte[] secret =
        expand(
            Base64.getUrlDecoder().decode(keys.auth()),
            shared,
            concat("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), theirPoint, ourPoint),
            32);
    byte[] key = expand(salt, secret, ascii("Content-Encoding: aes128gcm\0"), 16);
    byte[] nonce = expand(salt, secret, ascii("Content-Encoding: nonce\0"), 12);
    // The last record ends with 2, then padding.
    byte[] padded = new byte[length + 1];
    System.arraycopy(message, 0, padded, 0, message.length);
    padded[message.length] = 2;
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    byte[] sealed = cipher.doFinal(padded);
    return ByteBuffer.allocate(SALT_BYTES + 5 + ourPoint.length + sealed.length)
        .put(salt)
        .putInt(RECORD_SIZE)
        .put((byte) ourPoint.length)
        .put(ourPoint)
        .put(sealed)
        .array();
  }

  private static byte[] agree(ECPrivateKey ours, byte[] theirPoint)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(ours);
    agreement.doPhase(
        KeyFactory.getInstance("EC")
            .generatePublic(new ECPublicKeySpec(P256.decode(theirPoint), P256.parameters())),
        true);
    return agreement.generateSecret();
  }

  private static byte[] expand(byte[] salt, byte[] input, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(input).addSalt(salt).thenExpand(info, length));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
