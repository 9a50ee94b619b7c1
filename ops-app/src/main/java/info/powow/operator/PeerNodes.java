package info.powow.operator;

import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The other nodes of the installation, and what each reported last.
///
/// While an operator is looking, each node is asked every second; otherwise every ten seconds, so
/// that it is known since when a node is silent. A node has at most one request in flight, and
/// nobody waits for it for long.
final class PeerNodes implements OpsTicker.Tick {
  /// A node is silent if its newest report is older than this.
  static final Duration SILENT_AFTER = Duration.ofSeconds(3);

  private static final Duration FRESH = Duration.ofMillis(1_500);
  static final Duration PATIENCE = Duration.ofMillis(1_200);
  private static final Duration WATCHED = Duration.ofSeconds(15);
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final String REPORT = "";

  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final NodeClient client;
  private final Clock clock;
  private final Duration patience;
  private volatile Instant watchedUntil = Instant.MIN;
  private volatile Instant asked = Instant.MIN;

  /// @param nodes the origin of the management port of each other node, by its name
  /// @param patience how long to wait for answers while an operator waits
  PeerNodes(Map<String, URI> nodes, NodeClient client, Clock clock, Duration patience) {
    this.patience = patience;
    this.client = client;
    this.clock = clock;
    nodes.forEach((name, uri) -> peers.put(name, new Peer(name, uri)));
  }

  /// The latest that is known about a node.
  ///
  /// @param report not older than three seconds; null if the node is silent
  /// @param last the newest report, however old; null if there was none
  /// @param silentSince the time of its last answer or, if there was none, of the first request
  /// @param why `unreachable`, `timeout`, `refused` (another secret, or a wrong clock), `starting`
  ///     or `unreadable`
  ///     `starting` or `unreadable`
  record Known(
      String name,
      @Nullable NodeReport report,
      @Nullable NodeReport last,
      @Nullable Instant silentSince,
      @Nullable String why) {}

  private record Reported(NodeReport report, Instant at) {}

  private final class Peer {
    private final String name;
    private final URI uri;
    private final Instant known = clock.instant();
    private volatile @Nullable Reported reported;
    private volatile String failure = "timeout";
    private volatile @Nullable CompletableFuture<?> waiting;

    Peer(String name, URI uri) {
      this.name = name;
      this.uri = uri;
    }

    synchronized CompletableFuture<?> ask() {
      CompletableFuture<?> open = waiting;
      if (open != null && !open.isDone()) {
        return open;
      }
      CompletableFuture<?> next =
          client.send(uri, "GET", REPORT).thenAccept(this::answered).exceptionally(this::failed);
      waiting = next;
      return next;
    }

    private void answered(NodeClient.Answer answer) {
      if (answer.isOk()) {
        reported =
            new Reported(
                NodeReport.JSON.readValue(answer.body(), NodeReport.class), clock.instant());
      } else {
        failure = answer.status() == UNAUTHORIZED ? "refused" : "starting";
      }
    }

    private @Nullable Void failed(Throwable thrown) {
      Throwable cause =
          thrown instanceof CompletionException && thrown.getCause() != null
              ? thrown.getCause()
              : thrown;
      failure =
          switch (cause) {
            case ConnectException _ -> "unreachable";
            case JacksonException _ -> "unreadable";
            default -> "timeout";
          };
      return null;
    }

    boolean isFresh(Instant now) {
      Reported newest = reported;
      return newest != null && newest.at().isAfter(now.minus(FRESH));
    }

    Known at(Instant now) {
      Reported newest = reported;
      if (newest != null && !newest.at().isBefore(now.minus(SILENT_AFTER))) {
        return new Known(name, newest.report(), newest.report(), null, null);
      }
      return newest == null
          ? new Known(name, null, null, known, failure)
          : new Known(name, null, newest.report(), newest.at(), failure);
    }
  }

  boolean isEmpty() {
    return peers.isEmpty();
  }

  @Override
  public void at(Instant now) {
    if (now.isBefore(watchedUntil) || !now.isBefore(asked.plus(IDLE))) {
      asked = now;
      peers.values().forEach(peer -> peer.ask());
    }
  }

  /// Called when an operator looks: nodes are asked every second for a while.
  void watch() {
    watchedUntil = clock.instant().plus(WATCHED);
  }

  /// The newest reports. Does not wait.
  List<Known> newest() {
    Instant now = clock.instant();
    return peers.values().stream().map(peer -> peer.at(now)).toList();
  }

  /// Asks for new reports, and waits for them for a short time.
  List<Known> refreshed() {
    watch();
    Instant now = clock.instant();
    await(
        peers.values().stream()
            .filter(peer -> !peer.isFresh(now))
            .map(Peer::ask)
            .toArray(CompletableFuture<?>[]::new));
    return newest();
  }

  /// The answer of one node.
  ///
  /// @param answer null if there was none in time
  record Told(String node, NodeClient.@Nullable Answer answer) {
    boolean isOk() {
      return answer != null && answer.isOk();
    }

    /// Whether it gave no usable answer: none in time, or an error other than 404.
    boolean isSilent() {
      return !isOk() && (answer == null || answer.status() != NOT_FOUND);
    }

    /// @throws JacksonException if the answer is of another type
    <T> T as(Class<T> type) {
      if (answer == null) {
        throw new IllegalStateException("the node did not answer");
      }
      return NodeReport.JSON.readValue(answer.body(), type);
    }
  }

  /// Sends a request to all nodes at once.
  ///
  /// @param path below [NodeEndpoint#PATH], encoded
  List<Told> send(String method, String path) {
    return send(method, path, null);
  }

  /// @param only the only node to ask; null for all
  List<Told> send(String method, String path, @Nullable String only) {
    Map<String, CompletableFuture<NodeClient.Answer>> answers = new LinkedHashMap<>();
    peers.forEach((name, peer) -> {
      if (only == null || only.equals(name)) {
        answers.put(name, client.send(peer.uri, method, path));
      }
    });
    await(answers.values().toArray(CompletableFuture<?>[]::new));
    List<Told> told = new ArrayList<>();
    answers.forEach((name, answer) -> told.add(new Told(name, done(answer))));
    return told;
  }

  private static NodeClient.@Nullable Answer done(CompletableFuture<NodeClient.Answer> answer) {
    Function<Throwable, NodeClient.@Nullable Answer> none = _ -> null;
    return answer.isDone() ? answer.exceptionally(none).join() : null;
  }

  private void await(CompletableFuture<?>... asked) {
    try {
      CompletableFuture.allOf(asked).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Nodes without an answer are shown as silent.
    }
  }
}
