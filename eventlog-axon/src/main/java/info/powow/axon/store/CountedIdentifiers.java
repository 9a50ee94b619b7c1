package info.powow.axon.store;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.IdentifierFactory;

/// Generates message ids from 80 random bits for this process and a counter. Axon needs two or
/// three ids for every command, and random UUIDs would be a significant part of a command's cost.
///
/// The ids need not be secret, because knowing one gives no access.
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
