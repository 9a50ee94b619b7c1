package info.powow.projection.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A proxy between a client and a dependency that passes on, swallows, cuts or resets.
final class TcpProxy implements AutoCloseable {
  /// What happens to connections.
  enum Weather {
    FINE,
    /// Connections are accepted, and nothing is answered.
    SILENT,
    /// Connections are closed.
    CUT,
    /// Connections are reset.
    RESET
  }

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int target;
  private volatile Weather weather = Weather.FINE;

  TcpProxy(int target) throws IOException {
    this.target = target;
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /// Also for connections that are open.
  void become(Weather next) {
    weather = next;
    open.forEach(TcpProxy::closeQuietly);
    open.clear();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        switch (weather) {
          case FINE -> connect(client);
          case SILENT -> {}
          case CUT -> client.close();
          case RESET -> {
            client.setSoLinger(true, 0);
            client.close();
          }
        }
      } catch (IOException e) {
        // It was closed.
        continue;
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    open.add(server);
    Thread.startVirtualThread(() -> pump(client, server));
    Thread.startVirtualThread(() -> pump(server, client));
  }

  private static void pump(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    open.forEach(TcpProxy::closeQuietly);
  }
}
