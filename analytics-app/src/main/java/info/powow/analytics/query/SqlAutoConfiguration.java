package info.powow.analytics.query;

import info.powow.analytics.columns.ColumnSink;
import info.powow.analytics.duckdb.DuckDbChild;
import info.powow.analytics.table.Schema;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.json.EventTypes;
import info.powow.http.ApiAutoConfiguration;
import info.powow.identity.InstallationSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// SQL over the history.
@AutoConfiguration(
    after = ApiAutoConfiguration.class,
    afterName = "org.axonframework.springboot.autoconfig.AxonAutoConfiguration")
@ConditionalOnProperty(name = "powow.analytics.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AnalyticsProperties.class)
@Import(AnalyticsController.class)
public class SqlAutoConfiguration {
  private static final int WRITER_MEGABYTES = 256;
  private static final int FILE_MEGABYTES = 512;

  /// For the JVM, DuckDB's code, and memory that DuckDB does not count, such as strings in use.
  private static final int OVERHEAD_MEGABYTES = 512;

  private static final Duration IDLE = Duration.ofMinutes(2);

  @Bean
  StatisticsCases statisticsCases(EventSource log, CommandGateway commands, Clock clock) {
    return new StatisticsCases(log, commands, clock);
  }

  /// Writes the files. A separate process from the one that runs the SQL of analysts, so that
  /// queries cannot disturb it.
  @Bean(destroyMethod = "")
  ColumnSink columnSink(
      EventSource log, InstallationSecret secret, AnalyticsProperties properties) {
    Path folder = folder(properties);
    return new ColumnSink(
        log,
        folder.resolve("columns"),
        new DuckDbChild(
            "that writes columns",
            folder.resolve("writer"),
            new DuckDbChild.Limits(
                WRITER_MEGABYTES, WRITER_MEGABYTES + OVERHEAD_MEGABYTES, 4_096, IDLE)),
        secret,
        Schema.fingerprint(
            EventTypes.ofPowow().classes().stream().map(Class::getSimpleName).toList()),
        properties.segmentInterval());
  }

  @Bean(destroyMethod = "close")
  DuckDbChild questionChild(AnalyticsProperties properties) {
    return new DuckDbChild(
        "that answers analysts",
        folder(properties).resolve("reader"),
        new DuckDbChild.Limits(
            properties.memory(), properties.memory() + OVERHEAD_MEGABYTES, FILE_MEGABYTES, IDLE));
  }

  @Bean
  Questions questions(
      StatisticsCases cases,
      ColumnSink sink,
      DuckDbChild questionChild,
      InstallationSecret secret,
      AnalyticsProperties properties)
      throws IOException {
    Path answers = Files.createDirectories(folder(properties).resolve("answers"));
    // Answers that the last process did not send.
    try (Stream<Path> left = Files.list(answers)) {
      for (Path each : left.toList()) {
        Files.deleteIfExists(each);
      }
    }
    return new Questions(cases, sink, questionChild, new CaseViews(secret), answers, properties);
  }

  @Bean
  SmartLifecycle columnSinkLifecycle(ColumnSink sink) {
    return new SmartLifecycle() {
      private volatile boolean running;

      @Override
      public void start() {
        sink.start();
        running = true;
      }

      @Override
      public void stop() {
        sink.close();
        running = false;
      }

      @Override
      public boolean isRunning() {
        return running;
      }
    };
  }

  private static Path folder(AnalyticsProperties properties) {
    if (properties.folder() == null) {
      throw new InvalidConfigurationPropertyValueException(
          "powow.analytics.folder", null, "It names the folder of the tables for analysts.");
    }
    return Path.of(properties.folder()).toAbsolutePath().normalize();
  }
}
