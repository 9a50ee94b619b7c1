package info.powow.standalone.cluster;

import info.powow.standalone.axonserver.AxonServerDouble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// What keeps the log of a cluster: the server that `AXON_SERVER` names
/// (`host:grpcPort[:httpPort]`; for tests only, all events there are deleted where it is in
/// development mode), or a double of one.
final class AxonServer implements AutoCloseable {
  private static final @Nullable String NAMED = System.getenv("AXON_SERVER");

  private final String[] address;
  private final @Nullable AxonServerDouble standIn;

  private AxonServer(String address, @Nullable AxonServerDouble standIn) {
    this.address = address.split(":", -1);
    this.standIn = standIn;
  }

  static boolean isReal() {
    return NAMED != null && !NAMED.isBlank();
  }

  static AxonServer find() throws IOException, InterruptedException {
    if (NAMED == null || NAMED.isBlank()) {
      AxonServerDouble standIn = AxonServerDouble.start();
      return new AxonServer(standIn.address(), standIn);
    }
    AxonServer named = new AxonServer(NAMED, null);
    System.out.printf("*** a real Axon Server at %s ***%n", NAMED);
    named.deleteEvents();
    return named;
  }

  String grpc() {
    return address[0] + ":" + address[1];
  }

  private void deleteEvents() throws IOException, InterruptedException {
    if (address.length < 3) {
      System.out.println(
          "*** it keeps its events of earlier runs: AXON_SERVER names no HTTP port ***");
      return;
    }
    URI purge = URI.create("http://" + address[0] + ":" + address[2] + "/v1/devmode/purge-events");
    try (HttpClient http = HttpClient.newHttpClient()) {
      int status =
          http.send(
                  HttpRequest.newBuilder(purge).DELETE().build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        System.out.println(
            "*** it keeps its events of earlier runs: it is not in development mode ***");
      }
    }
  }

  @Override
  public void close() {
    if (standIn != null) {
      standIn.close();
    }
  }
}
