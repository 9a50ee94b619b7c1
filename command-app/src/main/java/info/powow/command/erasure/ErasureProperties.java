package info.powow.command.erasure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Erasing people.
///
/// @param grace how long an erasure can be withdrawn, at most 30 days: the law demands an answer
///     within a month
@ConfigurationProperties("powow.erasure")
public record ErasureProperties(@DefaultValue("14d") Duration grace) {
  public ErasureProperties {
    if (grace.isNegative() || grace.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("powow.erasure.grace lies between 0 and 30 days");
    }
  }
}
