package info.powow.http.metrics;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Export of all metrics to a StatsD server, over UDP.
///
/// @param address host and port of the StatsD server, for example `127.0.0.1:8125`; without it,
///     nothing is sent
/// @param interval time between two exports; each sends one line per metric, whatever the load
@ConfigurationProperties("powow.statsd")
public record StatsdProperties(@Nullable String address, @DefaultValue("10s") Duration interval) {
  private static final int MAX_PORT = 65_535;

  public StatsdProperties {
    if (address != null && !isAddress(address)) {
      throw new IllegalArgumentException(
          "powow.statsd.address must be a host and a port, for example 127.0.0.1:8125");
    }
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("powow.statsd.interval must be at least 1s");
    }
  }

  private static boolean isAddress(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 1) {
      return false;
    }
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      return port > 0 && port <= MAX_PORT;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
