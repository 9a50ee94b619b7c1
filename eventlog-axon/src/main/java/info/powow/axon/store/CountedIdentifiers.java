package info.powow.axon.store;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.IdentifierFactory;

/// Names messages: 80 random bits for this process, and a number. Axon asks for two or three names
/// for every command, and a random UUID for each is a good part of what a command costs.
///
/// These names need not be secret: nothing is given to anybody because they know one.
public final class CountedIdentifiers extends IdentifierFactory {
  private static final int RANDOM_BYTES = 10;

  private final AtomicLong number = new AtomicLong();
  private final String prefix;

  public CountedIdentifiers() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    prefix = HexFormat.of().formatHex(random) + '-';
  }

  @Override
  public String generateIdentifier() {
    return prefix + Long.toHexString(number.incrementAndGet());
  }
}
