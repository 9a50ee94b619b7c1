package info.powow.standalone.cluster;

import info.powow.standalone.axonserver.AxonServerDouble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log of a cluster: the server that `AXON_SERVER` names (`host:grpcPort[:httpPort]`; for tests
/// only, because its events are deleted in development mode), or a double.
///
/// If `AXON_SERVER_COMMAND` contains a shell command that starts the server, the test starts it and
/// can kill it.
final class AxonServer implements AutoCloseable {
  private static final String NAMED = named("AXON_SERVER");
  private static final String COMMAND = named("AXON_SERVER_COMMAND");

  private final String[] address;
  private final @Nullable ChildProcess process;
  private final @Nullable AxonServerDouble standIn;

  private AxonServer(
      String address, @Nullable ChildProcess process, @Nullable AxonServerDouble standIn) {
    this.address = address.split(":", -1);
    this.process = process;
    this.standIn = standIn;
  }

  private static String named(String variable) {
    String value = System.getenv(variable);
    return value == null ? "" : value.strip();
  }

  static boolean isReal() {
    return !NAMED.isEmpty();
  }

  static AxonServer find(Path folder, Guardian guardian) throws IOException, InterruptedException {
    if (!isReal()) {
      AxonServerDouble standIn = AxonServerDouble.start();
      return new AxonServer(standIn.address(), null, standIn);
    }
    System.out.printf("*** a real Axon Server at %s ***%n", NAMED);
    ChildProcess process =
        COMMAND.isEmpty()
            ? null
            : ChildProcess.start(
                "axonserver", List.of("sh", "-c", "exec " + COMMAND), Map.of(), folder, guardian);
    AxonServer named = new AxonServer(NAMED, process, null);
    named.awaitReady();
    named.deleteEvents();
    return named;
  }

  String grpc() {
    return address[0] + ":" + address[1];
  }

  /// Null unless started by this test.
  @Nullable ChildProcess process() {
    return process;
  }

  void awaitReady() throws IOException, InterruptedException {
    if (process != null) {
      process.await(() -> ask("GET", "/actuator/health") == 200);
    }
  }

  private void deleteEvents() throws IOException, InterruptedException {
    if (address.length < 3 || ask("DELETE", "/v1/devmode/purge-events") != 200) {
      System.out.println("*** it keeps its events of earlier runs ***");
    }
  }

  private int ask(String method, String path) throws IOException, InterruptedException {
    if (address.length < 3) {
      throw new IOException("AXON_SERVER names no HTTP port");
    }
    URI uri = URI.create("http://" + address[0] + ":" + address[2] + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(uri)
                  .method(method, HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Override
  public void close() {
    if (standIn != null) {
      standIn.close();
    }
  }
}
