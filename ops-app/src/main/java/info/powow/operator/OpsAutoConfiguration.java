package info.powow.operator;

import info.powow.eventlog.EventSource;
import info.powow.http.ApiAutoConfiguration;
import info.powow.http.NodeSignature;
import info.powow.identity.InstallationSecret;
import info.powow.ops.DeliveryFacts;
import info.powow.ops.Dependencies;
import info.powow.ops.MessageTrace;
import info.powow.ops.WaitingBytes;
import info.powow.projector.ProjectionCheck;
import info.powow.projector.Projector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.system.ApplicationTemp;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/// Configures the operators' view of a node, for every node with this module on its class path.
@AutoConfiguration(after = ApiAutoConfiguration.class)
@EnableConfigurationProperties(OpsProperties.class)
@Import({
  HistoryController.class,
  MessagesController.class,
  RecordingsController.class,
  RefusalTraces.class,
  StatusController.class,
  WhyController.class
})
public class OpsAutoConfiguration {
  private static final String SEARCH = "search";
  private static final String VIEWS = "views";
  private static final String HMAC = "HmacSHA256";

  @Bean
  MessageTrace messageTrace(
      OpsProperties properties, @Value("${axon.axonserver.enabled:false}") boolean logIsElsewhere) {
    return !properties.trace()
        ? MessageTrace.off()
        : logIsElsewhere
            ? MessageTrace.ofOneNode(MessageTrace.CAPACITY)
            : new MessageTrace(MessageTrace.CAPACITY);
  }

  /// The steps after the push are derived from the progress of each projection.
  @Bean
  OpsTicker.Tick traceTick(MessageTrace trace, ObjectProvider<Projector> projectors) {
    projectors.forEach(projector -> {
      String step = step(projector.name());
      projector.onReached(index -> trace.reached(step, index, System.nanoTime()));
    });
    return now -> trace.tick(now, System.nanoTime());
  }

  private static String step(String projection) {
    return switch (projection) {
      case VIEWS -> "projected";
      case SEARCH -> "indexed";
      default -> projection;
    };
  }

  @Bean
  Dependencies dependencies() {
    return new Dependencies();
  }

  @Bean
  SkippedList skippedList(EventSource log) {
    return new SkippedList(log);
  }

  @Bean
  OperatorActions operatorActions(OpsProperties properties, Clock clock) {
    return new OperatorActions(properties.folder(), clock);
  }

  @Bean(destroyMethod = "close")
  FlightRecordings flightRecordings(OpsProperties properties, Clock clock) {
    Path folder = properties.folder();
    return new FlightRecordings(
        folder == null
            ? new ApplicationTemp().getDir("recordings").toPath()
            : folder.resolve("recordings"),
        clock);
  }

  @Bean
  SettingsReader settingsReader(
      ConfigurableEnvironment environment, ObjectProvider<InstallationSecret> secret) {
    return new SettingsReader(environment, value -> digest(secret, value));
  }

  private static String digest(ObjectProvider<InstallationSecret> secret, String value) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(secret.getObject().key("comparison of settings", HMAC));
      return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)), 0, 8);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  // --- other nodes ----------------------------------------------------------------------------

  /// The name of this node for operators.
  record NodeName(String value, String kind) {
    static NodeName of(OpsProperties properties, Environment environment) {
      String kind = environment.getProperty("spring.application.name", "powow");
      String name = properties.node();
      return new NodeName(
          name != null ? name : environment.getProperty("axon.axonserver.client-id", kind), kind);
    }
  }

  @Bean
  NodeName nodeName(OpsProperties properties, Environment environment) {
    return NodeName.of(properties, environment);
  }

  @Bean(destroyMethod = "close")
  HttpNodeClient nodeClient(NodeSignature signature) {
    return new HttpNodeClient(signature);
  }

  @Bean
  @Order(2)
  PeerNodes peerNodes(OpsProperties properties, NodeName name, HttpNodeClient client, Clock clock) {
    return new PeerNodes(properties.peers(name.value()), client, clock, PeerNodes.PATIENCE);
  }

  @Bean
  NodeEndpoint nodeEndpoint(
      StatusReader status, LocalOperations local, ProjectionChecks checks, FigureHistory history) {
    return new NodeEndpoint(status, local, checks, history);
  }

  @Bean
  LocalOperations localOperations(
      NodeName name,
      MessageTrace trace,
      Dependencies dependencies,
      ObjectProvider<Projector> projectors,
      ObjectProvider<DeliveryFacts> facts,
      Clock clock) {
    return new LocalOperations(
        name.value(),
        trace,
        dependencies,
        projectors.orderedStream().toList(),
        facts.orderedStream().toList(),
        clock);
  }

  // --- status ---------------------------------------------------------------------------------

  @Bean
  ProjectionChecks projectionChecks(NodeName name, ObjectProvider<ProjectionCheck> checks) {
    return new ProjectionChecks(name.value(), checks.orderedStream().toList());
  }

  @Bean
  @Order(1)
  StatusReader statusReader(
      NodeName name,
      SettingsReader settings,
      Dependencies dependencies,
      MessageTrace trace,
      ObjectProvider<Projector> projectors,
      ProjectionChecks checks,
      ObjectProvider<WaitingBytes> clients,
      ObjectProvider<MeterRegistry> registry,
      OperatorActions actions) {
    return new StatusReader(
        name.value(),
        name.kind(),
        settings,
        dependencies,
        trace,
        projectors.orderedStream().toList(),
        checks,
        clients.getIfAvailable(),
        meters(registry),
        actions);
  }

  @Bean(destroyMethod = "close")
  @Order(4)
  FigureHistory figureHistory(StatusReader status, OpsProperties properties) {
    return new FigureHistory(status, properties.folder());
  }

  @Bean
  @Order(3)
  StatusEvents statusEvents(StatusReader status, PeerNodes peers, JsonMapper json) {
    return new StatusEvents(status, peers, json);
  }

  @Bean
  @Order(0)
  OpsMetrics opsMetrics(
      Dependencies dependencies, MessageTrace trace, ObjectProvider<MeterRegistry> registry) {
    return new OpsMetrics(dependencies, trace, meters(registry));
  }

  private static MeterRegistry meters(ObjectProvider<MeterRegistry> registry) {
    return registry.getIfAvailable(() -> Metrics.globalRegistry);
  }

  @Bean
  OpsTicker opsTicker(List<OpsTicker.Tick> ticks, Clock clock) {
    return new OpsTicker(ticks, clock);
  }
}
