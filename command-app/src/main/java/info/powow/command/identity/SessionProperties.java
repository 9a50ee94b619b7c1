package info.powow.command.identity;

import info.powow.domain.identity.SessionLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Sessions of the built-in accounts.
///
/// @param lifetime how long a session lasts without being refreshed
/// @param grace how long the previous refresh token remains valid, in case the answer to its use
///     was lost; only until one of its successors is used
/// @param max sessions of one person; if there are more, the least recently seen one ends
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
