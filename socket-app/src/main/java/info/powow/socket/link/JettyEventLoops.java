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

/// Has the thread that finds a WebSocket readable read it and do what its frames ask for. Jetty would
/// wake another thread for each, since it cannot know that nothing there waits for long: a command
/// is done when it stands in the log's queue.
///
/// There is one such thread for each core. What is asked over HTTP, and waits for views, is handed to
/// other threads as ever.
public final class JettyEventLoops implements JettyServerCustomizer {
  @Override
  public void customize(Server server) {
    server.setConnectors(
        Arrays.stream(server.getConnectors())
            .map(JettyEventLoops::withEventLoops)
            .toArray(Connector[]::new));
  }

  /// One that does TLS is left as it is: there, the connection that is read is another.
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

  /// One that does not wait.
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
