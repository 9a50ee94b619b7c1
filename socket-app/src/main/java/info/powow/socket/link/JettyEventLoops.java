package info.powow.socket.link;

import info.powow.http.server.LingeringConnector;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.springframework.boot.jetty.JettyServerCustomizer;

/// Makes the thread that finds a WebSocket readable also read it and handle its frames. By default,
/// Jetty wakes another thread for each, because it cannot know that handlers do not block here: a
/// command only has to be put into the log's queue.
///
/// There is one such thread per core. HTTP requests, which may wait for views, are dispatched to
/// other threads as usual.
public final class JettyEventLoops implements JettyServerCustomizer {
  @Override
  public void customize(Server server) {
    server.setConnectors(
        Arrays.stream(server.getConnectors())
            .map(JettyEventLoops::withEventLoops)
            .toArray(Connector[]::new));
  }

  /// TLS connectors are left unchanged, because a different connection is read there.
  private static Connector withEventLoops(Connector connector) {
    return connector.getClass() == ServerConnector.class
        ? new EventLoops((ServerConnector) connector)
        : connector;
  }

  private static final class EventLoops extends LingeringConnector {
    EventLoops(ServerConnector other) {
      super(other, Runtime.getRuntime().availableProcessors());
    }

    @Override
    protected LingeringEndPoint endPoint(
        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      return new LingeringEndPoint(channel, selector, key) {
        @Override
        public void fillInterested(Callback callback) {
          super.fillInterested(
              getConnection() instanceof WebSocketConnection ? new Prompt(callback) : callback);
        }

        @Override
        public boolean tryFillInterested(Callback callback) {
          return super.tryFillInterested(
              getConnection() instanceof WebSocketConnection ? new Prompt(callback) : callback);
        }
      };
    }
  }

  /// A callback that does not block.
  private static final class Prompt extends Callback.Nested {
    Prompt(Callback callback) {
      super(callback);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
