package info.powow.command.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The built-in accounts.
///
/// @param passwordStrength how slow a password is to check: bcrypt's log2 of rounds, 4 to 31 (10
///     takes some 50 ms)
/// @param maxFailures wrong passwords for one handle within `failure-period`, after which signing in with it has to
///     wait
/// @param failurePeriod the period of `max-failures`, which are allowed again evenly over it
/// @param maxSignUps accounts opened from one address per hour
@ConfigurationProperties("powow.accounts")
public record AccountProperties(
    @DefaultValue("10") int passwordStrength,
    @DefaultValue("10") int maxFailures,
    @DefaultValue("15m") Duration failurePeriod,
    @DefaultValue("1000") int maxSignUps) {}
