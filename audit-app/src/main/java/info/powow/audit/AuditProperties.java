package info.powow.audit;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Audits.
///
/// @param fourEyes whether somebody else has to approve a case before anything is read in it
/// @param concurrency questions of auditors that are answered at the same time, and bundles that are
///     fetched at the same time, 1 to 100
/// @param bundles where bundles are until they are fetched; those that are left are deleted at start
/// @param bundleSize the largest bundle, at most 4 GB
/// @param bundlesKept how long a bundle can be fetched; it is deleted earlier when its case is closed
@ConfigurationProperties("powow.audit")
public record AuditProperties(
    @DefaultValue("false") boolean fourEyes,
    @DefaultValue("2") int concurrency,
    @DefaultValue("data/bundles") Path bundles,
    @DefaultValue("2GB") DataSize bundleSize,
    @DefaultValue("24h") Duration bundlesKept) {
  public AuditProperties {
    if (concurrency < 1 || concurrency > 100) {
      throw new IllegalArgumentException("powow.audit.concurrency lies between 1 and 100");
    }
    if (bundleSize.toBytes() < 1 || bundleSize.toBytes() > 1L << 32) {
      throw new IllegalArgumentException("powow.audit.bundle-size lies between 1B and 4GB");
    }
    if (!bundlesKept.isPositive()) {
      throw new IllegalArgumentException("powow.audit.bundles-kept is positive");
    }
  }
}
