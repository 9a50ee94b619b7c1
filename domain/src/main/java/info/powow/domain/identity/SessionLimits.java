package info.powow.domain.identity;

import java.time.Duration;

/// @param lifetime how long a session lasts without a refresh
/// @param grace how long the previous refresh token remains valid if its successor was never used
/// @param max sessions of one person
public record SessionLimits(Duration lifetime, Duration grace, int max) {
  public SessionLimits {
    if (!lifetime.isPositive() || grace.isNegative() || max < 1) {
      throw new IllegalArgumentException("lifetime must be positive, and max at least 1");
    }
  }
}
