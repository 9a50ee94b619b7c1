package info.powow.standalone.cluster;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// An upgraded connection to a [NamedNode].
final class RawWebSocket implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  private final String node;

  private RawWebSocket(Socket socket, BufferedReader in, String node) {
    this.socket = socket;
    this.in = in;
    this.node = node;
  }

  static RawWebSocket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write(
            """
            GET /ws HTTP/1.1\r
            Host: powow\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """
                .getBytes(StandardCharsets.US_ASCII));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String status = in.readLine();
    if (status == null || !status.startsWith("HTTP/1.1 101")) {
      socket.close();
      throw new EOFException("not upgraded: " + status);
    }
    String node = "";
    String header;
    while ((header = in.readLine()) != null && !header.isEmpty()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("node: ")) {
        node = header.substring(6);
      }
    }
    return new RawWebSocket(socket, in, node);
  }

  String node() {
    return node;
  }

  String echo(String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    return in.readLine();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
