package info.powow.command.person;

import info.powow.domain.PersonId;
import info.powow.domain.person.Hesitation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Draws by a keyed hash of who it is and since when: the same each time it is asked, and known to
/// nobody without the key, which is new with every start and leaves this process nowhere.
final class DrawnHesitation implements Hesitation {
  private static final String ALGORITHM = "HmacSHA256";
  private static final double RANGE = 0x1p53;

  private final SecretKeySpec key;

  DrawnHesitation(SecureRandom random) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  @Override
  public double of(PersonId person, Instant since) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(person.value().getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) ' ');
      byte[] drawn =
          mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(since.toEpochMilli()).array());
      return (ByteBuffer.wrap(drawn).getLong() >>> 11) / RANGE;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
