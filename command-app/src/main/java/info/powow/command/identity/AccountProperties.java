package info.powow.command.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The built-in accounts.
///
/// @param passwordStrength bcrypt's log2 of rounds, 4 to 31 (10 takes some 50 ms)
/// @param passwordConcurrency the number of passwords checked at once; 0 means one for each
///     processor but one
/// @param passwordQueue passwords that may wait to be checked; beyond that, sign-in is refused with
///     `sign_in_busy`
/// @param passwordQueuePerAddress how many of those may come from one address (IPv6: from one /64)
/// @param maxFailures wrong passwords for one handle from one address or known device that cost no
///     wait; after that, each doubles the wait, from one second up to `failure-period`
/// @param failurePeriod the longest wait after wrong passwords, and how long they are remembered
/// @param maxFailuresByAddress wrong passwords from one address within `failure-period`, for all
///     handles together; known devices may still sign in
/// @param maxSignUps accounts created from one address per hour
@ConfigurationProperties("powow.accounts")
public record AccountProperties(
    @DefaultValue("10") int passwordStrength,
    @DefaultValue("0") int passwordConcurrency,
    @DefaultValue("200") int passwordQueue,
    @DefaultValue("50") int passwordQueuePerAddress,
    @DefaultValue("10") int maxFailures,
    @DefaultValue("15m") Duration failurePeriod,
    @DefaultValue("200") int maxFailuresByAddress,
    @DefaultValue("1000") int maxSignUps) {}
