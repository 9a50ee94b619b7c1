package info.powow.standalone.cluster;

import info.powow.projection.embedded.EmbeddedMongo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The topology of a large deployment on this machine, each process from the shipped jar: 2 command
/// nodes, 2 query nodes, 3 socket nodes, one that notifies, one for auditors and analysts, and HAProxy, as started by `./powow
/// cluster`. Uses the Axon Server that `AXON_SERVER` names and the MongoDB that `MONGODB_URI` names, or else a double and
/// the embedded store of views; and a search node.
///
/// Processes can be killed, stopped and restarted, each on its port.
public final class Cluster implements AutoCloseable {
  private static final @Nullable String MONGODB = System.getenv("MONGODB_URI");
  private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
  private static final Path SEARCH_NODE = HOUSE.resolve("search-node/target/search-node");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final List<String> NODES =
      List.of(
          "command-1",
          "command-2",
          "query-1",
          "query-2",
          "socket-1",
          "socket-2",
          "socket-3",
          "notify-1",
          "staff-1");

  private final Path folder;
  private final AxonServer log;
  private final Guardian guardian;
  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, Integer> ports = new HashMap<>();
  // In start order.
  private final Map<String, ChildProcess> processes = new LinkedHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable HaProxyProcess proxy;

  private Cluster(Path folder, AxonServer log, Guardian guardian) {
    this.folder = folder;
    this.log = log;
    this.guardian = guardian;
  }

  /// Starts everything, and waits until it is ready.
  ///
  /// @param folder for data and logs
  /// @param tokenSecret the key of tokens, so that tests can create tokens
  /// @param pushService the origin of a push service on this machine
  public static Cluster start(Path folder, byte[] tokenSecret, String pushService)
      throws IOException, InterruptedException {
    Guardian guardian = Guardian.start();
    try {
      Cluster cluster =
          new Cluster(folder.toAbsolutePath(), AxonServer.find(folder, guardian), guardian);
      try {
        cluster.startAll(tokenSecret, pushService);
        return cluster;
      } catch (IOException | InterruptedException | RuntimeException e) {
        cluster.close();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      guardian.close();
      throw e;
    }
  }

  private void startAll(byte[] tokenSecret, String pushService)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("search"));
    ChildProcess axonServer = log.process();
    if (axonServer != null) {
      processes.put(axonServer.name(), axonServer);
    }
    for (String node : NODES) {
      ports.put(node, freePort());
    }
    // Tests send many requests as one person, so limits are raised.
    settings.putAll(
        Map.of(
            "AXON_AXONSERVER_SERVERS", log.grpc(),
            "POWOW_TOKENS_SECRET", Base64.getEncoder().encodeToString(tokenSecret),
            "POWOW_IMAGES_FOLDER", folder.resolve("images").toString(),
            "POWOW_ACCOUNTS_PASSWORDSTRENGTH", "4",
            "POWOW_ACCOUNTS_MAXSIGNUPS", "1000000",
            "POWOW_LIMITS_SCALE", "1000000",
            "POWOW_SOCKET_SENDSPERSECOND", "1000000",
            "POWOW_SOCKET_SENDSATONCE", "1000000"));
    settings.put("POWOW_ANALYTICS_FOLDER", folder.resolve("analytics").toString());
    settings.put("POWOW_AUDIT_BUNDLES", folder.resolve("bundles").toString());
    settings.put("POWOW_PUSH_FOLDER", folder.resolve("outbox").toString());
    settings.put("POWOW_PUSH_ALLOWEDORIGINS", pushService);
    // The story of the contract erases somebody.
    settings.put("POWOW_ERASURE_GRACE", "0s");
    settings.put(
        "POWOW_OPS_NODES",
        NODES.stream()
            .map(node -> node + "=http://127.0.0.1:" + managementPort(node))
            .collect(Collectors.joining(",")));
    startSearch();
    startViews();
    settings.put("POWOW_SEARCH_URIS", "http://" + process("search").awaitReadyLine());
    for (String node : NODES) {
      startNode(node);
    }
    for (String node : NODES) {
      awaitReady(node);
    }
    proxy =
        HaProxyProcess.start(
            folder,
            ports,
            Map.of(
                "POWOW_CONNECTIONS_PER_10S", "1000000",
                "POWOW_CONNECTIONS_AT_A_TIME", "100000",
                "POWOW_REQUESTS_PER_10S", "1000000"));
    for (String node : NODES) {
      proxy.await(node, "UP");
    }
  }

  private void startSearch() throws IOException {
    String password = UUID.randomUUID().toString();
    settings.put("POWOW_SEARCH_PASSWORD", password);
    Path secret = Files.writeString(folder.resolve("search.key"), password);
    start(
        "search",
        List.of(
            JAVA,
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlog4j2.disable.jmx=true",
            "-Dpowow.search.log=" + folder.resolve("search-node.log"),
            "-Dpowow.search.secret=" + secret,
            "-Dpowow.search.port=" + freePort(),
            "-cp",
            SEARCH_NODE.resolve("lib") + "/*",
            "info.powow.searchnode.SearchNode",
            SEARCH_NODE.toString(),
            folder.resolve("search").toString()));
  }

  private void startViews() throws IOException, InterruptedException {
    if (MONGODB != null && !MONGODB.isBlank()) {
      System.out.println("*** a real MongoDB: MONGODB_URI ***");
      settings.put("POWOW_MONGODB_URI", withDatabase(MONGODB, "powow_test_" + UUID.randomUUID()));
      return;
    }
    String password = UUID.randomUUID().toString();
    Path secret = Files.writeString(folder.resolve("views.key"), password);
    start(
        "views",
        List.of(
            JAVA,
            "-Dpowow.views.secret=" + secret,
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dloader.main=info.powow.standalone.ViewsServer",
            "-cp",
            HOUSE.resolve("standalone/target/standalone.jar").toString(),
            "org.springframework.boot.loader.launch.PropertiesLauncher",
            String.valueOf(freePort()),
            folder.resolve("views").toString()));
    settings.put(
        "POWOW_MONGODB_URI", EmbeddedMongo.uri(process("views").awaitReadyLine(), password));
  }

  /// A new database.
  private static String withDatabase(String uri, String database) {
    URI named = URI.create(uri);
    String query = named.getRawQuery() == null ? "" : "?" + named.getRawQuery();
    return "%s://%s/%s%s"
        .formatted(named.getScheme(), named.getRawAuthority(), database.replace("-", ""), query);
  }

  private void startNode(String node) throws IOException, InterruptedException {
    String module = node.substring(0, node.indexOf('-')) + "-app";
    List<String> command =
        new ArrayList<>(
            List.of(
                JAVA,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx320m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(ImageWithoutDocker.of(module).application());
    command.add("--server.port=" + ports.get(node));
    command.add("--server.address=127.0.0.1");
    command.add("--axon.axonserver.client-id=" + node);
    command.add("--powow.ops.folder=" + folder.resolve("ops").resolve(node));
    start(node, command);
  }

  /// As a node derives it from its port.
  private int managementPort(String node) {
    int port = Objects.requireNonNull(ports.get(node), node);
    return port + 10_000 <= 65_535 ? port + 10_000 : port - 10_000;
  }

  private void start(String name, List<String> command) throws IOException {
    processes.put(name, ChildProcess.start(name, command, settings, folder, guardian));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private ChildProcess process(String name) {
    ChildProcess process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException("there is no process " + name);
    }
    return process;
  }

  private HaProxyProcess proxy() {
    if (proxy == null) {
      throw new IllegalStateException("not started");
    }
    return proxy;
  }

  // --------------------------------------------------------------------------------- from outside

  /// The address for clients.
  public URI http() {
    return proxy().http();
  }

  public URI socket() {
    return URI.create("ws://127.0.0.1:" + proxy().port() + "/ws");
  }

  /// The address of one socket node, bypassing HAProxy.
  public URI socketOf(String node) {
    return URI.create("ws://127.0.0.1:" + ports.get(node) + "/ws");
  }

  /// The management port of a node.
  public URI managementOf(String node) {
    return URI.create("http://127.0.0.1:" + managementPort(node));
  }

  public static boolean isOverARealAxonServer() {
    return AxonServer.isReal();
  }

  /// The nodes of Powow.
  public List<String> nodes() {
    return NODES;
  }

  /// Everything that can be killed: nodes, search, HAProxy; embedded views, and an Axon Server
  /// started by this test.
  public List<String> processes() {
    List<String> names = new ArrayList<>(processes.keySet());
    names.add("haproxy");
    return names;
  }

  /// Kills a process as `kill -9` does.
  public void kill(String name) throws IOException, InterruptedException {
    if (name.equals("haproxy")) {
      proxy().kill();
    } else {
      process(name).kill();
    }
  }

  /// Stops a process gracefully, and waits until it has ended.
  public void stop(String name) throws IOException, InterruptedException {
    process(name).stop();
  }

  /// Restarts a process, and waits until it and its dependents are ready.
  ///
  /// The embedded store of the views restarts empty, and is rebuilt from the log.
  public void restart(String name) throws IOException, InterruptedException {
    switch (name) {
      case "haproxy" -> proxy().launchAgain();
      case "axonserver" -> {
        process(name).launchAgain();
        log.awaitReady();
      }
      case "search", "views" -> launchStore(name);
      default -> process(name).launchAgain();
    }
    awaitReady();
  }

  private void launchStore(String name) throws IOException, InterruptedException {
    process(name).launchAgain();
    String unused = process(name).awaitReadyLine();
  }

  /// Waits until every node is ready and HAProxy knows it.
  public void awaitReady() throws IOException, InterruptedException {
    for (String node : NODES) {
      awaitReady(node);
      proxy().await(node, "UP");
    }
  }

  private void awaitReady(String node) throws IOException, InterruptedException {
    HttpRequest readiness =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + ports.get(node) + "/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(5))
            .build();
    process(node)
        .await(
            () -> http.send(readiness, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
  }

  @Override
  public void close() throws IOException {
    List<IOException> failures = new ArrayList<>();
    // HAProxy first, so that no client is sent to a stopping node.
    if (proxy != null) {
      proxy.close();
    }
    List<ChildProcess> backwards = new ArrayList<>(processes.values());
    Collections.reverse(backwards);
    for (ChildProcess process : backwards) {
      try {
        process.kill();
      } catch (IOException e) {
        failures.add(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    guardian.close();
    log.close();
    http.close();
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}
