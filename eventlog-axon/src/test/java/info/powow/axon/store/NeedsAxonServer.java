package info.powow.axon.store;

import io.axoniq.axonserver.connector.impl.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs a suite if `AXON_SERVER` names a server (`host:grpcPort:httpPort`) in development mode that
/// serves tests only; otherwise, reports loudly that it was skipped.
public final class NeedsAxonServer implements ExecutionCondition {
  private static final String ADDRESS = System.getenv("AXON_SERVER");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (ADDRESS != null && !ADDRESS.isBlank()) {
      return ConditionEvaluationResult.enabled("AXON_SERVER is set");
    }
    if (context.getTestMethod().isEmpty()) {
      System.err.printf(
          "%n*** SKIPPED: %s needs a real Axon Server: AXON_SERVER=host:grpcPort:httpPort ***%n%n",
          context.getDisplayName());
    }
    return ConditionEvaluationResult.disabled("AXON_SERVER is not set");
  }

  static ServerAddress address() {
    return new ServerAddress(part(0), Integer.parseInt(part(1)));
  }

  private static String part(int index) {
    String[] parts = ADDRESS.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("AXON_SERVER is host:grpcPort:httpPort");
    }
    return parts[index];
  }

  /// Only a server in development mode allows this.
  static void deleteEvents() throws IOException, InterruptedException {
    URI purge = URI.create("http://" + part(0) + ":" + part(2) + "/v1/devmode/purge-events");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(purge).DELETE().build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("the events were not deleted: " + answer.body());
      }
    }
  }
}
