package info.powow.projection.search;

import info.powow.ops.Dependencies;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// The address of Elasticsearch, if known.
///
/// It may change at run time: an embedded node restarts on another port.
public final class SearchCluster implements AutoCloseable {

  sealed interface Place {
    /// @param why for people
    record Nowhere(String why) implements Place {}

    /// @param credentials null if Elasticsearch needs none
    record At(List<URI> addresses, @Nullable SearchCredentials credentials) implements Place {}
  }

  private final Dependencies dependencies;
  private final List<SearchClient> clients = new ArrayList<>();
  private final CountDownLatch foundOnce = new CountDownLatch(1);
  private volatile Place place = new Place.Nowhere("it has not started yet");

  public SearchCluster() {
    this(new Dependencies());
  }

  public SearchCluster(Dependencies dependencies) {
    this.dependencies = dependencies;
  }

  /// Creates a client for queries.
  public SearchClient client(Duration timeout) {
    return client("search", timeout);
  }

  /// Creates a client with a timeout.
  ///
  /// @param name of the dependency; clients of the same name share a circuit breaker
  public synchronized SearchClient client(String name, Duration timeout) {
    SearchClient client =
        new SearchClient(this, timeout, dependencies.guarded(name, SearchClient.BREAKER));
    clients.add(client);
    return client;
  }

  /// @param credentials null if Elasticsearch needs none
  public void found(List<URI> addresses, @Nullable SearchCredentials credentials) {
    place = new Place.At(List.copyOf(addresses), credentials);
    foundOnce.countDown();
  }

  /// @param why for people
  public void lost(String why) {
    place = new Place.Nowhere(why);
  }

  @Override
  public synchronized void close() {
    lost("it was closed");
    foundOnce.countDown();
    clients.forEach(SearchClient::disconnect);
  }

  /// Waits until Elasticsearch was found for the first time, or shutdown begins.
  void awaitFound() throws InterruptedException {
    foundOnce.await();
  }

  /// Whether Elasticsearch was ever found.
  boolean wasFound() {
    return foundOnce.getCount() == 0;
  }

  Place place() {
    return place;
  }
}
