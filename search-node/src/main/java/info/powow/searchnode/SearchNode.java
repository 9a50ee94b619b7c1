package info.powow.searchnode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.transport.TransportAddress;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.plugins.PluginsLoader;
import org.jspecify.annotations.Nullable;

/// Runs one Elasticsearch node on the loopback interface until its parent process ends.
///
/// Arguments: the folder with `lib` and `modules`, and the data folder. System properties:
/// `powow.search.log` names the log file, `powow.search.port` a fixed port, and
/// `powow.search.secret` a file with the [Secret] that clients send as the password of the user
/// `powow`. Without the last, the secret is the first line of the standard input.
///
/// When the node accepts requests, it writes one line `READY <address>:<port>` to the standard
/// output. The process ends when its standard input ends, which happens however the parent dies,
/// including `kill -9`.
public final class SearchNode {
  private static final long CLOSE_SECONDS = 10;

  /// Several times the maximum size of the server's writes.
  private static final String MAX_REQUEST = "16mb";

  private static volatile @Nullable Node started;

  private SearchNode() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 2) {
      System.err.println("Usage: SearchNode <home> <data>");
      System.exit(2);
    }
    CompletableFuture<Secret> secret = new CompletableFuture<>();
    Thread parent = Thread.ofPlatform().daemon().name("parent").start(() -> endWithParent(secret));
    try {
      // Lucene's advice on JVM options goes through java.util.logging to the standard error stream,
      // where it would look like the cause of a later crash.
      LogManager.getLogManager().reset();
      LogConfigurator.registerErrorListener();
      LogConfigurator.configureESLogging();
      Secret.use(secret.join());
      Node node = start(Path.of(arguments[0]), Path.of(arguments[1]));
      started = node;
      System.out.println("READY " + address(node));
      parent.join();
    } catch (IOException | NodeValidationException | RuntimeException cannotStart) {
      cannotStart.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  /// Watches from the start, so that nothing remains if the parent dies during startup.
  private static void endWithParent(CompletableFuture<Secret> secret) {
    try {
      secret.complete(readSecret());
    } catch (IOException | RuntimeException unreadable) {
      secret.completeExceptionally(unreadable);
    }
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
      Node node = started;
      if (node != null) {
        node.close();
        node.awaitClose(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException failed) {
      failed.printStackTrace();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    // Halt, not exit: acknowledged data is on disk, and no thread of the node may delay the end.
    Runtime.getRuntime().halt(0);
  }

  private static Secret readSecret() throws IOException {
    String file = System.getProperty("powow.search.secret");
    return file == null ? Secret.firstLineOf(System.in) : Secret.in(Path.of(file));
  }

  private static Node start(Path home, Path data) throws IOException, NodeValidationException {
    Path config = Files.createDirectories(data.resolve("config"));
    Settings settings =
        Settings.builder()
            .put("path.home", home.toString())
            .put("path.data", data.resolve("nodes").toString())
            .put("path.logs", data.resolve("logs").toString())
            .put("cluster.name", "powow")
            .put("node.name", "powow")
            .putList("node.roles", "master", "data")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", System.getProperty("powow.search.port", "0"))
            .put("http.max_content_length", MAX_REQUEST)
            .put("action.auto_create_index", false)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    LogConfigurator.setNodeName("powow");
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> "powow");
    PluginsLoader plugins =
        PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
            Map.of(),
            false);
    return new Node(environment, plugins).start();
  }

  private static String address(Node node) {
    TransportAddress address =
        node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress();
    return address.getAddress() + ":" + address.getPort();
  }
}
