package info.powow.standalone.search;

import info.powow.projection.search.SearchCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Runs an Elasticsearch node beside this process.
///
/// It starts last, because sending messages does not need search, and it delays nothing: until it
/// is ready, searches are refused as unavailable. If the node ends, it is restarted after a pause
/// that doubles with each failure.
final class EmbeddedElasticsearch implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedElasticsearch.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /// The projections, which stop at DEFAULT_PHASE - 4096, still write to it.
  private static final int AFTER_THE_PROJECTIONS = DEFAULT_PHASE - 8_192;

  private final SearchNodeLayout layout;
  private final Path data;
  private final Path nodeLog;
  private final String heap;
  private final Duration firstPause;
  private final SearchNodeListener listener;

  private @Nullable Run run;

  /// @param data the folder for the node's data
  /// @param nodeLog the file for the node's own log, whose size the node bounds
  /// @param heap the node's maximum heap, in JVM syntax, such as `256m`
  /// @param firstPause how long to wait before the first restart
  EmbeddedElasticsearch(
      SearchNodeLayout layout,
      Path data,
      Path nodeLog,
      String heap,
      Duration firstPause,
      SearchNodeListener listener) {
    this.layout = layout;
    this.data = data;
    this.nodeLog = nodeLog;
    this.heap = heap;
    this.firstPause = firstPause;
    this.listener = listener;
  }

  @Override
  public synchronized void start() {
    if (run == null) {
      run = new Run();
      Thread.ofPlatform().daemon().name("search-node").start(run);
    }
  }

  @Override
  public synchronized void stop() {
    if (run != null) {
      run.stop();
      run = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return run != null;
  }

  /// Started when the server is ready.
  @Override
  public boolean isAutoStartup() {
    return false;
  }

  @Override
  public int getPhase() {
    return AFTER_THE_PROJECTIONS;
  }

  /// From one [#start()] to the next [#stop()].
  private final class Run implements Runnable {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable SearchNodeProcess node;
    private @Nullable String lastCause;

    @Override
    public void run() {
      Duration pause = firstPause;
      try {
        while (true) {
          boolean servedAWhile = runNode();
          if (isStopped()) {
            return;
          }
          pause = servedAWhile ? firstPause : pause;
          if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
          Duration next = pause.multipliedBy(2);
          pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /// Runs the node until it ends, and returns whether it had been serving for a while.
    private boolean runNode() throws InterruptedException {
      long began = System.nanoTime();
      String cause;
      try {
        SearchNodeProcess process = startNode();
        if (process == null) {
          return false;
        }
        Optional<URI> address = process.awaitReady();
        if (address.isPresent()) {
          log.info(
              "Search is ready after {} ms (process {}, {})",
              Duration.ofNanos(System.nanoTime() - began).toMillis(),
              process.pid(),
              address.get());
          began = System.nanoTime();
          lastCause = null;
          announce(address.get(), process.credentials());
        }
        cause = process.awaitEnd();
      } catch (IOException failed) {
        cause = "it cannot be started: " + failed.getMessage();
      }
      if (!isStopped()) {
        tell(cause);
      }
      return System.nanoTime() - began > LONGEST_PAUSE.toNanos();
    }

    /// Reports a repeated cause only once.
    private void tell(String cause) {
      if (!cause.equals(lastCause)) {
        log.warn("The search node ended and will be restarted: {}", cause);
        listener.lost(cause);
      }
      lastCause = cause;
    }

    private synchronized @Nullable SearchNodeProcess startNode() throws IOException {
      if (isStopped()) {
        return null;
      }
      if (!layout.exists()) {
        throw new NoSuchFileException(layout.home() + " does not contain a search node");
      }
      Files.createDirectories(data);
      Path logFolder = nodeLog.toAbsolutePath().getParent();
      if (logFolder != null) {
        Files.createDirectories(logFolder);
      }
      node = SearchNodeProcess.start(layout.command(data, nodeLog, heap));
      return node;
    }

    private synchronized void announce(URI address, SearchCredentials credentials) {
      if (!isStopped()) {
        listener.found(address, credentials);
      }
    }

    private boolean isStopped() {
      return stopped.getCount() == 0;
    }

    private synchronized void stop() {
      stopped.countDown();
      if (node != null) {
        listener.lost("the server is stopping");
        node.stop();
      }
    }
  }
}
