package info.powow.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// A public key that verifies signatures of notes ("vkey", C2SP signed-note).
public final class VerifierKey {
  private final String name;
  private final SignatureType type;
  private final byte[] key;
  private final PublicKey publicKey;

  VerifierKey(String name, SignatureType type, byte[] key) {
    if (key.length != type.keyBytes()) {
      throw new MalformedNote(
          "a key of " + type.algorithm() + " has " + type.keyBytes() + " bytes");
    }
    this.name = NoteSignature.requireName(name);
    this.type = type;
    this.key = key.clone();
    try {
      this.publicKey =
          KeyFactory.getInstance(type.algorithm())
              .generatePublic(new X509EncodedKeySpec(type.spki(key)));
    } catch (InvalidKeySpecException e) {
      throw new MalformedNote("these bytes are not a key of " + type.algorithm());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no " + type.algorithm(), e);
    }
  }

  /// Reads `NAME+ID+KEY`.
  ///
  /// @throws MalformedNote if it is not a key, or of an unknown type
  public static VerifierKey parse(String vkey) {
    String[] parts = vkey.strip().split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedNote(
          "a key consists of a name, an id and Base64, with plus signs between");
    }
    byte[] typed = NoteSignature.decode(parts[2]);
    if (typed.length < 2) {
      throw new MalformedNote("a key has a type and bytes");
    }
    VerifierKey parsed =
        new VerifierKey(
            parts[0], SignatureType.of(typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
    if (!HexFormat.of().toHexDigits(parsed.keyId()).equals(parts[1])) {
      throw new MalformedNote("the id of the key does not fit the key");
    }
    return parsed;
  }

  public String name() {
    return name;
  }

  public SignatureType type() {
    return type;
  }

  /// Tells keys of one name apart.
  public int keyId() {
    byte[] prefix = (name + '\n').getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(prefix.length + 1 + key.length)
            .put(prefix)
            .put(type.id())
            .put(key)
            .array();
    return ByteBuffer.wrap(TreeHash.sha256(bytes)).getInt();
  }

  boolean verifies(String text, byte[] signature) {
    if (signature.length != type.signatureBytes()) {
      return false;
    }
    long seconds = type.isTimestamped() ? ByteBuffer.wrap(signature).getLong() : 0;
    int from = type.isTimestamped() ? Long.BYTES : 0;
    if (seconds < 0) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(type.algorithm());
      verifier.initVerify(publicKey);
      verifier.update(type.message(text, name, seconds));
      return verifier.verify(signature, from, signature.length - from);
    } catch (GeneralSecurityException | MalformedNote e) {
      return false;
    }
  }

  /// When this key cosigned the note; empty if it did not, or its type has no time.
  public Optional<Instant> cosignedAt(SignedNote note) {
    if (!type.isTimestamped() || !note.isSignedBy(this)) {
      return Optional.empty();
    }
    return note.signatures().stream()
        .filter(signature -> signature.name().equals(name) && signature.keyId() == keyId())
        .map(signature -> Instant.ofEpochSecond(ByteBuffer.wrap(signature.signature()).getLong()))
        .findFirst();
  }

  /// The same key under another name: a log whose origin changes keeps its key.
  public boolean hasKeyOf(VerifierKey other) {
    return type == other.type && Arrays.equals(key, other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && name.equals(that.name) && hasKeyOf(that);
  }

  @Override
  public int hashCode() {
    return keyId();
  }

  /// `NAME+ID+KEY`.
  @Override
  public String toString() {
    byte[] typed = ByteBuffer.allocate(1 + key.length).put(type.id()).put(key).array();
    return name
        + '+'
        + HexFormat.of().toHexDigits(keyId())
        + '+'
        + Base64.getEncoder().encodeToString(typed);
  }
}
