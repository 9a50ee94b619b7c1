package info.powow.http.server;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/// A connector that closes connections so that clients can still read the last answer.
///
/// TCP responds to unread data with a reset, and a reset may discard data on its way to the client.
/// A client that is refused while it is still sending would see a broken connection instead of the
/// code. So the server closes only its own side first, and reads from the client for a while
/// ([LingeringClose]).
public class LingeringConnector extends ServerConnector {
  private final LingeringClose closing;

  /// Replaces another connector, before either is started.
  ///
  /// @param selectors as in [ServerConnector]: -1 for Jetty's default
  public LingeringConnector(ServerConnector other, int selectors) {
    super(
        other.getServer(),
        other.getExecutor(),
        other.getScheduler(),
        other.getByteBufferPool(),
        other.getAcceptors(),
        selectors,
        other.getConnectionFactories().toArray(ConnectionFactory[]::new));
    setHost(other.getHost());
    setPort(other.getPort());
    setIdleTimeout(other.getIdleTimeout());
    setAcceptQueueSize(other.getAcceptQueueSize());
    closing = new LingeringClose(getScheduler());
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    closing.closeAll();
  }

  @Override
  protected final SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    SocketChannelEndPoint endPoint = endPoint(channel, selector, key);
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  protected LingeringEndPoint endPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    return new LingeringEndPoint(channel, selector, key);
  }

  /// The server's end of a connection.
  protected class LingeringEndPoint extends SocketChannelEndPoint {
    private final SelectionKey key;
    private volatile boolean lingers;

    public LingeringEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      super(channel, selector, key, LingeringConnector.this.getScheduler());
      this.key = key;
    }

    /// The channel of a lingering connection is open, but no longer managed by Jetty.
    @Override
    public boolean isOpen() {
      return !lingers && super.isOpen();
    }

    @Override
    public void doClose() {
      lingers = true;
      // A client that does not accept the current write will not read the answer either.
      if (getWriteFlusher().isPending() || !isRunning() || !closing.take(getChannel(), key)) {
        super.doClose();
      }
    }
  }
}
