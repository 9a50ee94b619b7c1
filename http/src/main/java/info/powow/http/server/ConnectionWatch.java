package info.powow.http.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// Bounds open connections: per address, and HTTP connections in total. When there are too many,
/// idle ones are closed. The head of a request must arrive in time.
///
/// Jetty's `NetworkConnectionLimit` stops accepting altogether and counts WebSockets, so whoever
/// holds the connections locks everybody else out.
final class ConnectionWatch extends AbstractLifeCycle
    implements SelectorManager.AcceptListener, Connection.Listener {
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final int PART = 16;

  private final Connector connector;
  private final Clients clients;
  private final SharedBudget perAddress;
  private final int most;
  private final MinimumRate pace;
  private final Map<Connection, Watched> connections = new ConcurrentHashMap<>();
  private final Map<SelectableChannel, String> holders = new ConcurrentHashMap<>();
  private Scheduler.@Nullable Task next;

  ConnectionWatch(Connector connector, Clients clients, HttpProperties properties) {
    this.connector = connector;
    this.clients = clients;
    this.perAddress = new SharedBudget(Long.MAX_VALUE, properties.connectionsPerAddress());
    this.most = properties.maxConnections();
    this.pace =
        new MinimumRate(properties.slowClientGrace().toNanos(), properties.minRate().toBytes());
  }

  /// The number of HTTP connections.
  int open() {
    return connections.size();
  }

  @Override
  protected void doStart() {
    sweepLater();
  }

  @Override
  protected void doStop() {
    Scheduler.Task task = next;
    if (task != null) {
      boolean unused = task.cancel();
    }
  }

  private void sweepLater() {
    next = connector.getScheduler().schedule(this::sweep, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    if (!isRunning()) {
      return;
    }
    try {
      long now = System.nanoTime();
      for (Watched watched : connections.values()) {
        if (!watched.keepsPace(now, pace)) {
          watched.close("the head of a request came too slowly");
        }
      }
    } finally {
      sweepLater();
    }
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    String holder = clients.holder(peer(channel));
    if (holder == null) {
      return;
    }
    if (perAddress.take(holder, 1) == SharedBudget.Answer.GIVEN) {
      holders.put(channel, holder);
    } else {
      IO.close(channel instanceof SocketChannel socket ? socket : null);
    }
  }

  private static @Nullable InetAddress peer(SelectableChannel channel) {
    try {
      return channel instanceof SocketChannel socket
              && socket.getRemoteAddress() instanceof InetSocketAddress remote
          ? remote.getAddress()
          : null;
    } catch (IOException _) {
      return null;
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    onClosed(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    String holder = holders.remove(channel);
    if (holder != null) {
      perAddress.give(holder, 1);
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (!(connection instanceof ConnectionMetaData)) {
      return;
    }
    if (connections.size() >= most && !makeRoom()) {
      connection.getEndPoint().close(new IOException("too many connections"));
      return;
    }
    connections.put(connection, new Watched(connection));
  }

  /// A connection that becomes a WebSocket counts as closed here.
  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  private boolean makeRoom() {
    List<Watched> silent =
        connections.values().stream()
            .filter(Watched::isBetweenRequests)
            .sorted(Comparator.comparingLong(watched -> watched.since))
            .toList();
    int going = silent.isEmpty() ? 0 : silent.size() / PART + 1;
    silent.subList(0, going).forEach(watched -> watched.close("others need the connection"));
    return going > 0;
  }

  /// The state of a connection at the last sweep.
  private static final class Watched {
    private final Connection connection;
    private long requests;
    private long bytes;
    private long headSince = System.nanoTime();
    private volatile long since = headSince;

    Watched(Connection connection) {
      this.connection = connection;
    }

    boolean isBetweenRequests() {
      return connection.getMessagesIn() == connection.getMessagesOut();
    }

    boolean keepsPace(long now, MinimumRate pace) {
      long asked = connection.getMessagesIn();
      long came = connection.getBytesIn();
      if (asked != requests || !isBetweenRequests()) {
        requests = asked;
        bytes = came;
        since = now;
        headSince = now;
        return true;
      }
      if (came == bytes) {
        // Idle: left to the idle timeout.
        headSince = now;
        return true;
      }
      return pace.isKept(came - bytes, now - headSince);
    }

    void close(String why) {
      connection.getEndPoint().close(new IOException(why));
    }
  }
}
