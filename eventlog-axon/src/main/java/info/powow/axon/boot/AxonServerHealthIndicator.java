package info.powow.axon.boot;

import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Down if there is no connection to Axon Server. Axon's own indicator does not support Spring Boot
/// 4.
final class AxonServerHealthIndicator extends AbstractHealthIndicator {
  private final AxonServerConnectionManager connections;
  private final String context;

  AxonServerHealthIndicator(AxonServerConnectionManager connections, String context) {
    super("The state of Axon Server is unknown");
    this.connections = connections;
    this.context = context;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.withDetail("context", context);
    if (connections.isConnected(context)) {
      health.up();
    } else {
      health.down();
    }
  }
}
