package info.powow.audit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Audits.
///
/// @param fourEyes whether somebody else has to approve a case before anything is read in it
/// @param concurrency questions of auditors that are answered at the same time, 1 to 100
@ConfigurationProperties("powow.audit")
public record AuditProperties(
    @DefaultValue("false") boolean fourEyes, @DefaultValue("2") int concurrency) {
  public AuditProperties {
    if (concurrency < 1 || concurrency > 100) {
      throw new IllegalArgumentException("powow.audit.concurrency lies between 1 and 100");
    }
  }
}
