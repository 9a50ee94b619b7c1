package info.powow.projector;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// This process as one of several that share the work of following the log.
///
/// @param name for operators to read; no two processes have the same
/// @param lease for how long a claim holds when nothing is heard of its owner
/// @param store where the claims are
public record ProjectorNode(String name, Duration lease, Store store) {
  public static final Duration LEASE = Duration.ofSeconds(5);

  /// Keeps the claims of all projections.
  @FunctionalInterface
  public interface Store {
    /// @param edition those who write the same share it
    Claims claims(String edition, int segments);
  }

  public static ProjectorNode here(Store store) {
    String process = ManagementFactory.getRuntimeMXBean().getName();
    String start = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10_000));
    return new ProjectorNode(process.replaceAll("[^A-Za-z0-9@-]", "-") + "-" + start, LEASE, store);
  }
}
