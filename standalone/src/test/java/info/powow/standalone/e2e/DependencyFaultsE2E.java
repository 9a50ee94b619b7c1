package info.powow.standalone.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.projection.embedded.EmbeddedMongo;
import info.powow.standalone.admin.AdminTool;
import info.powow.standalone.e2e.TcpProxy.Fault;
import info.powow.standalone.e2e.TestPeople.Person;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The operators' page shows within three seconds that a dependency is slow, silent, cut or reset,
/// and within three seconds that it is back, even if nobody uses the server. The test allows five,
/// for machines that are busy.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class DependencyFaultsE2E {
  private static final Duration NOTICED = Duration.ofSeconds(5);
  private static final Duration AT_FIRST = Duration.ofSeconds(60);
  private static final Duration DELAY = Duration.ofMillis(800);
  private static final Set<String> OK = Set.of("ok");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private EmbeddedMongo views;
  private SearchNodeProcess searchNode;
  private Map<String, TcpProxy> proxies;
  private PowowProcess powow;
  private Person operator;

  DependencyFaultsE2E(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  void start() throws Exception {
    String password = "a-password-of-the-views";
    views = EmbeddedMongo.start(0, password);
    searchNode = SearchNodeProcess.start(folder);
    TcpProxy ofViews = new TcpProxy(portOf(views.address()), DELAY);
    TcpProxy ofSearch = new TcpProxy(searchNode.port(), DELAY);
    proxies = Map.of("views", ofViews, "search", ofSearch, "index", ofSearch);
    powow =
        PowowProcess.start(
            folder,
            "--powow.mongodb.uri=" + EmbeddedMongo.uri(ofViews.address(), password),
            "--powow.search.uris=http://" + ofSearch.address(),
            "--powow.search.password=" + searchNode.password());
    TestPeople people = new TestPeople(http, powow.http());
    Person ada = people.signUp("ada");
    assertThat(
            AdminTool.run(
                new String[] {"admin", powow.data().toString(), "grant", ada.handle(), "operator"}))
        .isZero();
    JsonNode token =
        people
            .post(
                ada,
                "/api/staff/tokens",
                Map.of("scopes", List.of("ops"), "reason", "A drill", "password", ada.password()))
            .body();
    operator = new Person(ada.id(), ada.handle(), ada.password(), token.path("token").asString());
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  @AfterAll
  void stop() throws Exception {
    if (powow != null) {
      powow.close();
    }
    if (proxies != null) {
      for (TcpProxy each : Set.copyOf(proxies.values())) {
        each.close();
      }
    }
    if (searchNode != null) {
      searchNode.close();
    }
    views.close();
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "views, CUT, down, true",
    "views, RESET, down, true",
    "views, SILENT, down, true",
    "views, SLOW, degraded|down, false",
    "search, CUT, down, true",
    "search, RESET, down, true",
    "search, SILENT, down, true",
    "search, SLOW, degraded|down, false",
    "index, CUT, down, true",
    // It may take half a minute of writing until the circuit opens.
    "index, SILENT, down, false",
  })
  void aFaultAndItsEndAreSeenWithinThreeSeconds(
      String dependency, Fault fault, String wrong, boolean opens) throws Exception {
    TcpProxy proxy = requireNonNull(proxies.get(dependency));
    awaitHealth(dependency, OK, AT_FIRST);

    proxy.apply(fault);
    long noticed = awaitHealth(dependency, Set.of(wrong.split("\\|")), NOTICED);
    if (opens) {
      await(dependency, "circuit", Set.of("open"), AT_FIRST);
    }
    proxy.apply(Fault.NONE);
    long back = awaitHealth(dependency, OK, NOTICED);

    System.out.printf(
        "%s %s: noticed after %d ms, back after %d ms%n", dependency, fault, noticed, back);
  }

  /// The fault of one dependency is not shown on others.
  @Test
  void onlyTheDisturbedDependencyChanges() throws Exception {
    for (String each : proxies.keySet()) {
      awaitHealth(each, OK, AT_FIRST);
    }
    TcpProxy search = requireNonNull(proxies.get("search"));
    search.apply(Fault.CUT);
    awaitHealth("search", Set.of("down"), NOTICED);
    await("search", "circuit", Set.of("open"), AT_FIRST);

    assertThat(read("views", "health")).isEqualTo("ok");
    assertThat(read("command", "health")).isEqualTo("ok");
    search.apply(Fault.NONE);
    awaitHealth("search", OK, NOTICED);
  }

  /// @return the milliseconds until then
  private long awaitHealth(String dependency, Set<String> expected, Duration within)
      throws Exception {
    return await(dependency, "health", expected, within);
  }

  private long await(String dependency, String field, Set<String> expected, Duration within)
      throws Exception {
    long began = System.nanoTime();
    String found;
    do {
      found = read(dependency, field);
      if (expected.contains(found)) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      }
      // Polls, because another process cannot notify the test.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    } while (System.nanoTime() - began < within.toNanos());
    throw new AssertionError(
        "%s of %s is %s, not %s, after %s".formatted(field, dependency, found, expected, within));
  }

  private String read(String dependency, String field) throws Exception {
    JsonNode status = new TestPeople(http, powow.http()).read(operator, "/api/ops/status");
    for (JsonNode each : status.path("dependencies")) {
      if (each.path("name").asString().equals(dependency)) {
        return each.path(field).asString();
      }
    }
    return "absent";
  }

  /// A search node in a separate process.
  record SearchNodeProcess(Process process, int port, String password) implements AutoCloseable {
    private static final Path LAYOUT =
        Path.of("../search-node/target/search-node").toAbsolutePath().normalize();

    static SearchNodeProcess start(Path folder) throws Exception {
      int port = PowowProcess.freePort();
      String password = "a-password-of-the-search-node";
      Path data = Files.createDirectories(folder.resolve("search"));
      Path secret = Files.writeString(folder.resolve("search.key"), password);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-Dlog4j2.disable.jmx=true",
                  "-Dpowow.search.log=" + folder.resolve("search-node.log"),
                  "-Dpowow.search.secret=" + secret,
                  "-Dpowow.search.port=" + port,
                  "-cp",
                  LAYOUT.resolve("lib") + "/*",
                  "info.powow.searchnode.SearchNode",
                  LAYOUT.toString(),
                  data.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("search-node.out").toFile())
              .start();
      return new SearchNodeProcess(process, port, password);
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly();
      int unused = process.waitFor();
    }
  }
}
