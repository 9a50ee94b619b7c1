package info.powow.tlog;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// A private key that signs notes, with its public key.
public final class SigningKey {
  private final VerifierKey verifier;
  private final PrivateKey privateKey;
  private final byte[] publicKey;

  private SigningKey(VerifierKey verifier, PrivateKey privateKey, byte[] publicKey) {
    this.verifier = verifier;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  public static SigningKey make(String name, SignatureType type) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
      return of(name, type, pair.getPrivate(), type.raw(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw missing(type, e);
    }
  }

  /// Reads what [#encoded] wrote.
  ///
  /// @throws MalformedNote if it is not a key of this type
  public static SigningKey decode(String name, SignatureType type, String encoded) {
    int colon = encoded.indexOf(':');
    if (colon < 0) {
      throw new MalformedNote("a private key consists of two parts with a colon between");
    }
    try {
      PrivateKey decoded =
          KeyFactory.getInstance(type.algorithm())
              .generatePrivate(
                  new PKCS8EncodedKeySpec(NoteSignature.decode(encoded.substring(0, colon))));
      SigningKey key =
          of(name, type, decoded, NoteSignature.decode(encoded.substring(colon + 1).strip()));
      String sample = new Checkpoint("sample", 0, TreeHash.EMPTY).text();
      if (!new SignedNote(sample, List.of(key.sign(sample, Instant.EPOCH)))
          .isSignedBy(key.verifier)) {
        throw new MalformedNote("the two parts of the private key do not belong together");
      }
      return key;
    } catch (InvalidKeySpecException e) {
      throw new MalformedNote("these bytes are not a private key of " + type.algorithm());
    } catch (GeneralSecurityException e) {
      throw missing(type, e);
    }
  }

  private static SigningKey of(
      String name, SignatureType type, PrivateKey privateKey, byte[] publicKey) {
    return new SigningKey(new VerifierKey(name, type, publicKey), privateKey, publicKey);
  }

  private static IllegalStateException missing(SignatureType type, GeneralSecurityException e) {
    return new IllegalStateException("this Java platform has no " + type.algorithm(), e);
  }

  /// A secret: the private key (PKCS #8) and the public key, in Base64.
  public String encoded() {
    Base64.Encoder base64 = Base64.getEncoder();
    return base64.encodeToString(privateKey.getEncoded()) + ':' + base64.encodeToString(publicKey);
  }

  public VerifierKey verifier() {
    return verifier;
  }

  /// Signs the text of a note.
  ///
  /// @param now is part of the signature if its type is a cosignature, in whole seconds
  public NoteSignature sign(String text, Instant now) {
    SignatureType type = verifier.type();
    long seconds = type.isTimestamped() ? now.getEpochSecond() : 0;
    byte[] signature;
    try {
      Signature signer = Signature.getInstance(type.algorithm());
      signer.initSign(privateKey);
      signer.update(type.message(text, verifier.name(), seconds));
      signature = signer.sign();
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a key that cannot sign", e);
    } catch (GeneralSecurityException e) {
      throw missing(type, e);
    }
    byte[] stamped =
        type.isTimestamped()
            ? ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(seconds)
                .put(signature)
                .array()
            : signature;
    return new NoteSignature(verifier.name(), verifier.keyId(), stamped);
  }

  /// Without the private key: what is printed ends up in a log.
  @Override
  public String toString() {
    return "SigningKey[" + verifier.name() + "]";
  }
}
