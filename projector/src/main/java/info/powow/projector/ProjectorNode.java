package info.powow.projector;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// This process as one of several nodes that share the work of following the log.
///
/// @param name unique among all processes, for operators
/// @param lease how long a claim is valid without being renewed
/// @param store where the claims are
public record ProjectorNode(String name, Duration lease, Store store) {
  public static final Duration LEASE = Duration.ofSeconds(5);

  /// Provides the claims of all projections.
  @FunctionalInterface
  public interface Store {
    /// @param edition projections with the same edition share the work
    Claims claims(String edition, int segments);
  }

  public static ProjectorNode here(Store store) {
    String process = ManagementFactory.getRuntimeMXBean().getName();
    String start = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10_000));
    return new ProjectorNode(process.replaceAll("[^A-Za-z0-9@-]", "-") + "-" + start, LEASE, store);
  }
}
