package info.powow.command.identity;

import info.powow.domain.identity.SessionLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Sessions of the built-in accounts.
///
/// @param lifetime how long somebody stays signed in on a device that does not refresh its session
/// @param grace how long the refresh token before is still taken when its answer may have got lost: when none that
///     followed it was used
/// @param max sessions of one person; with more, the least recently seen one ends
/// @param refreshesPerMinute how often one session may be refreshed in a minute
@ConfigurationProperties("powow.sessions")
public record SessionProperties(
    @DefaultValue("90d") Duration lifetime,
    @DefaultValue("24h") Duration grace,
    @DefaultValue("100") int max,
    @DefaultValue("30") int refreshesPerMinute) {
  SessionLimits limits() {
    return new SessionLimits(lifetime, grace, max);
  }
}
