package info.powow.standalone.cluster;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/// A node that reports its name in a header and the client address in the body; as a WebSocket, it
/// echoes lines.
final class NamedNode implements AutoCloseable {
  /// The body of `/api/long`.
  static final String LONG = "{\"text\":\"" + "and so on ".repeat(2_000) + "\"}";

  private final String name;
  private final ServerSocket server;
  private final AtomicInteger posts = new AtomicInteger();
  private volatile boolean ready = true;

  private NamedNode(String name, ServerSocket server) {
    this.name = name;
    this.server = server;
  }

  static NamedNode start(String name) throws IOException {
    NamedNode node =
        new NamedNode(name, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    Thread.startVirtualThread(node::accept);
    return node;
  }

  String name() {
    return name;
  }

  int port() {
    return server.getLocalPort();
  }

  /// The number of requests that began with POST.
  int posts() {
    return posts.get();
  }

  void ready(boolean now) {
    ready = now;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.startVirtualThread(() -> serve(client));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      OutputStream out = client.getOutputStream();
      String request;
      while ((request = in.readLine()) != null && !request.isEmpty()) {
        answer(request, in, out);
      }
    } catch (IOException _) {
      // The other side has gone.
    }
  }

  private void answer(String request, BufferedReader in, OutputStream out) throws IOException {
    if (request.startsWith("POST ")) {
      posts.incrementAndGet();
    }
    int length = 0;
    String asking = "nobody";
    String key = "";
    boolean packed = false;
    String header;
    while ((header = in.readLine()) != null && !header.isEmpty()) {
      String value = header.substring(header.indexOf(':') + 1).strip();
      switch (header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "sec-websocket-key" -> key = value;
        case "accept-encoding" -> packed = value.contains("gzip");
        case "x-forwarded-for" -> asking = asking.equals("nobody") ? value : asking + "+" + value;
        default -> {}
      }
    }
    in.skip(length);
    if (request.startsWith("GET /ws ")) {
      write(
          out,
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nNode: "
              + name
              + "\r\nSec-WebSocket-Accept: "
              + accept(key)
              + "\r\n\r\n");
      String line;
      while ((line = in.readLine()) != null) {
        write(out, line + "\n");
      }
      return;
    }
    if (request.startsWith("GET /api/long ")) {
      answerAtLength(out, packed);
      return;
    }
    boolean asksReadiness = request.startsWith("GET /actuator/health/readiness ");
    String status = asksReadiness && !ready ? "503 Service Unavailable" : "200 OK";
    write(
        out,
        "HTTP/1.1 "
            + status
            + "\r\nNode: "
            + name
            + "\r\nPath: "
            + request.split(" ", 3)[1]
            + "\r\nContent-Length: "
            + asking.length()
            + "\r\n\r\n"
            + asking);
  }

  /// Compressed for clients that accept it, as a node answers.
  private static void answerAtLength(OutputStream out, boolean packed) throws IOException {
    byte[] body = LONG.getBytes(StandardCharsets.UTF_8);
    if (packed) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(body);
      }
      body = bytes.toByteArray();
    }
    write(
        out,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nVary: Accept-Encoding\r\n"
            + (packed ? "Content-Encoding: gzip\r\n" : "")
            + "Content-Length: "
            + body.length
            + "\r\n\r\n");
    out.write(body);
    out.flush();
  }

  /// HAProxy accepts no other answer (RFC 6455, section 4.2.2).
  private static String accept(String key) {
    try {
      byte[] both = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
