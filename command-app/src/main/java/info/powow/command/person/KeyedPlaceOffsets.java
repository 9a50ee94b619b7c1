package info.powow.command.person;

import info.powow.domain.PersonId;
import info.powow.domain.person.PlaceOffsets;
import info.powow.domain.place.Offset;
import info.powow.identity.InstallationSecret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Computes offsets as a keyed hash of the person's id: uniform, the same on every node and after
/// every restart, and unknown without the installation secret.
final class KeyedPlaceOffsets implements PlaceOffsets {
  private static final String ALGORITHM = "HmacSHA256";
  private static final double RANGE = 0x1p53;

  private final SecretKey key;

  KeyedPlaceOffsets(InstallationSecret secret) {
    key = secret.key("place offsets", ALGORITHM);
  }

  @Override
  public Offset of(PersonId person) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      ByteBuffer hash =
          ByteBuffer.wrap(mac.doFinal(person.value().getBytes(StandardCharsets.US_ASCII)));
      return new Offset(uniform(hash.getLong()), uniform(hash.getLong()));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /// Maps to -0.5 inclusive to 0.5 exclusive.
  private static double uniform(long bits) {
    return (bits >>> 11) / RANGE - 0.5;
  }
}
