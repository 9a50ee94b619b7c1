package info.powow.projection.boot;

import java.time.Duration;
import java.time.LocalTime;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The nightly comparison of the views with a rebuild, `powow.projection.check.*`.
///
/// @param enabled whether it runs at night; operators can start one in any case
/// @param at the time of day in UTC
/// @param streams how many conversations, people, gatherings and services are compared, 1 to 10,000
/// @param longest streams with more events are left out
/// @param timeout after which the rest of the sample is left out
@ConfigurationProperties("powow.projection.check")
record ViewsCheckProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("03:00") LocalTime at,
    @DefaultValue("100") int streams,
    @DefaultValue("20000") long longest,
    @DefaultValue("5m") Duration timeout) {
  ViewsCheckProperties {
    if (streams < 1 || streams > 10_000) {
      throw new IllegalArgumentException("powow.projection.check.streams lies between 1 and 10000");
    }
  }
}
