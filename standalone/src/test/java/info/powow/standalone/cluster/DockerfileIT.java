package info.powow.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the steps of the Dockerfile without Docker.
class DockerfileIT {
  /// An image whose cache does not match does not start.
  private static final String WITH_ITS_CACHE = " -XX:AOTMode=on -Xmx256m";

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private Guardian guardian;
  private int port;

  @BeforeEach
  void open() throws IOException {
    guardian = Guardian.start();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void close() throws IOException {
    http.close();
    guardian.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"command-app", "query-app", "notify-app", "staff-app"})
  void anAppStartsFromItsCacheAndSaysThatItIsNotReady(String app) throws Exception {
    ImageWithoutDocker image = ImageWithoutDocker.of(app);
    ChildProcess node = start(image, "127.0.0.1:1");
    node.await(this::lives);
    assertThat(isHealthy(image)).isFalse();
    node.kill();
  }

  @Test
  void theHealthCheckSaysWhenItIsReady() throws Exception {
    try (AxonServer log = AxonServer.find(folder, guardian)) {
      ImageWithoutDocker image = ImageWithoutDocker.of("socket-app");
      ChildProcess node = start(image, log.grpc());
      node.await(() -> isHealthy(image));
      node.stop();
    }
  }

  @Test
  void theSingleProcessIsHealthyWithNothingAroundIt() throws Exception {
    ImageWithoutDocker image = ImageWithoutDocker.ofStandalone();
    Map<String, String> environment = new HashMap<>(image.environment());
    environment.merge("JAVA_TOOL_OPTIONS", " -XX:AOTMode=on -Xmx512m", String::concat);
    environment.put("SERVER_PORT", String.valueOf(port));
    environment.put("POWOW_DATA", folder.resolve("data").toString());
    environment.put("MANAGEMENT_SERVER_PORT", "0");
    ChildProcess powow =
        ChildProcess.start("powow", image.command(), environment, folder, guardian);
    powow.await(() -> isHealthy(image));
    powow.stop();
  }

  private ChildProcess start(ImageWithoutDocker image, String axonServer) throws IOException {
    Map<String, String> environment = new HashMap<>(image.environment());
    environment.merge("JAVA_TOOL_OPTIONS", WITH_ITS_CACHE, String::concat);
    environment.put("SERVER_PORT", String.valueOf(port));
    environment.put("AXON_AXONSERVER_SERVERS", axonServer);
    environment.put("POWOW_TOKENS_SECRET", Base64.getEncoder().encodeToString(new byte[32]));
    environment.put("POWOW_MONGODB_URI", "mongodb://127.0.0.1:1");
    environment.put("POWOW_SEARCH_URIS", "http://127.0.0.1:1");
    environment.put("POWOW_PUSH_FOLDER", folder.resolve("outbox").toString());
    environment.put("POWOW_IMAGES_FOLDER", folder.resolve("images").toString());
    environment.put("POWOW_ANALYTICS_FOLDER", folder.resolve("analytics").toString());
    return ChildProcess.start("node", image.command(), environment, folder, guardian);
  }

  private boolean lives() throws IOException, InterruptedException {
    URI liveness = URI.create("http://127.0.0.1:" + port + "/actuator/health/liveness");
    HttpRequest request = HttpRequest.newBuilder(liveness).timeout(Duration.ofSeconds(5)).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  private boolean isHealthy(ImageWithoutDocker image) throws IOException, InterruptedException {
    return new ProcessBuilder(image.healthcheck(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
