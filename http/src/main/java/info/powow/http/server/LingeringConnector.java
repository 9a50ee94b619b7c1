package info.powow.http.server;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/// A connector whose connections close so that the client can still read what the server said last.
///
/// TCP answers bytes that nobody reads with a reset, and a reset may take along what is on its way to
/// the client: whoever is refused while they write on would see no code, only a broken connection.
/// So the server ends its own side first and reads the client's for a while ([LingeringClose]).
public class LingeringConnector extends ServerConnector {
  private final LingeringClose closing;

  /// Takes another connector's place, before either is started.
  ///
  /// @param selectors as [ServerConnector] takes them: -1 for Jetty's own choice
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

    /// The channel of one that lingers is open, and not Jetty's any more.
    @Override
    public boolean isOpen() {
      return !lingers && super.isOpen();
    }

    @Override
    public void doClose() {
      lingers = true;
      // Whoever does not take what is being written will not take any more in a while either.
      if (getWriteFlusher().isPending() || !isRunning() || !closing.take(getChannel(), key)) {
        super.doClose();
      }
    }
  }
}
