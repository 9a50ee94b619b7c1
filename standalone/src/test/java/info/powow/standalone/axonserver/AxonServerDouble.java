package info.powow.standalone.axonserver;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// **A double, not Axon Server**: implements as much of Axon Server's protocol on the loopback
/// address as Powow uses, keeps everything in memory, and has one context. What works with it need
/// not work with a real server; what fails with it is broken.
///
/// It implements the strictest guarantees of the real one: transactions are atomic and check
/// sequence numbers; events are pushed to followers as they arrive; commands with one routing key
/// go to one handler while the handlers stay the same, in no particular order; commands of a
/// handler that disconnects are answered with an error.
///
/// It passes `ServerEventStoreIT`.
public final class AxonServerDouble implements AutoCloseable {
  // Clients of tests are killed, so calls that end without an answer are expected.
  private static final Logger TRANSPORT = Logger.getLogger("io.grpc.netty.shaded");

  private final Events events = new Events();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;
  private final HttpServer http;

  private AxonServerDouble(int port, int httpPort) throws IOException {
    TRANSPORT.setLevel(Level.SEVERE);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, port))
            .executor(threads)
            .addService(new Platform())
            .addService(events)
            .addService(new Commands())
            .addService(new Queries())
            .build()
            .start();
    http = HttpServer.create(new InetSocketAddress(loopback, httpPort), 0);
    http.createContext(
        "/v1/devmode/purge-events",
        exchange -> {
          events.purge();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
  }

  /// Starts one on free ports.
  public static AxonServerDouble start() throws IOException {
    return start(0, 0);
  }

  private static AxonServerDouble start(int port, int httpPort) throws IOException {
    AxonServerDouble started = new AxonServerDouble(port, httpPort);
    System.out.printf(
        "*** A DOUBLE of Axon Server, in memory, for tests, on %s; AXON_SERVER names a real one ***%n",
        started.address());
    return started;
  }

  /// `host:grpcPort:httpPort`, as `AXON_SERVER` is written.
  public String address() {
    return "127.0.0.1:%d:%d".formatted(server.getPort(), http.getAddress().getPort());
  }

  @Override
  public void close() {
    http.stop(0);
    server.shutdownNow();
    try {
      boolean unused = server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  /// For suites that use the server named by `AXON_SERVER`.
  ///
  /// @param arguments grpcPort httpPort
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (AxonServerDouble started =
        start(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]))) {
      started.server.awaitTermination();
    }
  }
}
