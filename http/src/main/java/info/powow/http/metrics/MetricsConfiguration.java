package info.powow.http.metrics;

import io.micrometer.core.instrument.Clock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

@AutoConfiguration(
    beforeName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnProperty("powow.statsd.address")
@EnableConfigurationProperties(StatsdProperties.class)
public class MetricsConfiguration {

  @Bean(initMethod = "begin")
  StatsdExport statsdExport(StatsdProperties properties) {
    return new StatsdExport(
        Objects.requireNonNull(properties.address()), properties.interval(), Clock.SYSTEM);
  }
}
