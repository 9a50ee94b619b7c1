package info.powow.analytics.query;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// SQL over the history.
///
/// @param enabled whether the tables are kept, and queries answered
/// @param folder for the tables; `powow.data` has it otherwise
/// @param segmentInterval how long a row waits for its Parquet file when nobody asks; a query does not
///     wait for that
/// @param timeout of a query
/// @param memory in megabytes that a query may use, 64 to 65,536
/// @param maxRows rows of an answer, 1 to 10,000,000
/// @param maxWaiting queries that may wait for the one that runs, 0 to 100
/// @param smallestGroup reports do not show groups with fewer people, 1 to 1,000
@ConfigurationProperties("powow.analytics")
public record AnalyticsProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String folder,
    @DefaultValue("1m") Duration segmentInterval,
    @DefaultValue("30s") Duration timeout,
    @DefaultValue("256") int memory,
    @DefaultValue("1000000") int maxRows,
    @DefaultValue("8") int maxWaiting,
    @DefaultValue("10") int smallestGroup) {
  public AnalyticsProperties {
    require("memory", memory, 64, 65_536);
    require("max-rows", maxRows, 1, 10_000_000);
    require("max-waiting", maxWaiting, 0, 100);
    require("smallest-group", smallestGroup, 1, 1_000);
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "powow.analytics.%s lies between %d and %d".formatted(name, least, most));
    }
  }
}
