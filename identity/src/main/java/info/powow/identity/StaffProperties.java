package info.powow.identity;

import info.powow.domain.staff.IssueStaffToken;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Staff tokens.
///
/// @param tokenLifetime how long a staff token is valid, at most 15 minutes
/// @param recentSignIn how long after signing in somebody obtains a staff token without giving the
///     password again
@ConfigurationProperties("powow.staff")
public record StaffProperties(
    @DefaultValue("15m") Duration tokenLifetime, @DefaultValue("5m") Duration recentSignIn) {
  public StaffProperties {
    if (!tokenLifetime.isPositive()
        || tokenLifetime.compareTo(IssueStaffToken.MAX_LIFETIME) > 0
        || recentSignIn.isNegative()) {
      throw new IllegalArgumentException(
          "powow.staff.token-lifetime must be positive and at most 15 minutes, and"
              + " powow.staff.recent-sign-in not negative");
    }
  }
}
