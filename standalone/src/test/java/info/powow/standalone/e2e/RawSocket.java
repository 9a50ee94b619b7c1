package info.powow.standalone.e2e;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// A WebSocket (RFC 6455) written byte by byte, for what no library lets one do.
final class RawSocket implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final int status;

  private RawSocket(Socket socket, DataInputStream in, OutputStream out, int status) {
    this.socket = socket;
    this.in = in;
    this.out = out;
    this.status = status;
  }

  /// Opens a connection and sends the handshake.
  ///
  /// @param headers more headers, or others
  static RawSocket open(int port, Map<String, String> headers) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    StringBuilder request = new StringBuilder("GET /ws HTTP/1.1\r\n");
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    Map<String, String> usual =
        Map.of(
            "Host", "127.0.0.1:" + port,
            "Upgrade", "websocket",
            "Connection", "Upgrade",
            "Sec-WebSocket-Version", "13",
            "Sec-WebSocket-Protocol", "v12.stomp",
            "Sec-WebSocket-Key", Base64.getEncoder().encodeToString(nonce));
    usual.forEach((name, value) ->
        request.append(name).append(": ").append(headers.getOrDefault(name, value)).append("\r\n"));
    headers.forEach((name, value) -> {
      if (!usual.containsKey(name)) {
        request.append(name).append(": ").append(value).append("\r\n");
      }
    });
    OutputStream out = socket.getOutputStream();
    out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    String head = readHead(in);
    return new RawSocket(socket, in, out, Integer.parseInt(head.substring(9, 12)));
  }

  private static String readHead(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  int status() {
    return status;
  }

  /// The connection itself, to do worse.
  Socket socket() {
    return socket;
  }

  void write(int opcode, byte[] payload) throws IOException {
    write(opcode, payload, payload.length);
  }

  /// @param claimed the length that the header says, which may be a lie
  void write(int opcode, byte[] payload, long claimed) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) (0x80 | opcode));
    if (claimed < 126) {
      frame.put((byte) (0x80 | claimed));
    } else if (claimed < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) claimed);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(claimed);
    }
    byte[] mask = {1, 2, 3, 4};
    frame.put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i % 4]));
    }
    out.write(frame.array(), 0, frame.position());
    out.flush();
  }

  void stomp(String frame) throws IOException {
    write(TEXT, (frame + '\0').getBytes(StandardCharsets.UTF_8));
  }

  /// @param payload empty when the connection ended
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Received(int opcode, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    boolean isEnd() {
      return opcode == CLOSE;
    }

    /// Why the server closed, as RFC 6455 numbers it; 1006 when it did not say.
    int closeCode() {
      return payload.length < 2 ? 1006 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }
  }

  /// The next message, or the end.
  Received read() throws IOException {
    try {
      int opcode = in.readUnsignedByte() & 0x0f;
      long length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] payload = new byte[(int) length];
      in.readFully(payload);
      return new Received(opcode, payload);
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      return new Received(CLOSE, new byte[0]);
    }
  }

  /// Reads on until a STOMP frame with this command comes.
  ///
  /// @return its text, or what came instead: `""` when the connection ended
  String readUntil(String command) throws IOException {
    while (true) {
      Received received = read();
      if (received.isEnd()) {
        return "";
      }
      if (received.opcode() == PING) {
        write(PONG, received.payload());
      }
      if (received.text().startsWith(command)) {
        return received.text();
      }
    }
  }

  /// Reads all STOMP frames up to one with this command, or up to the end of the connection.
  List<String> readThrough(String command) throws IOException {
    List<String> frames = new ArrayList<>();
    while (true) {
      Received received = read();
      if (received.isEnd()) {
        return frames;
      }
      if (received.opcode() == TEXT) {
        frames.add(received.text());
        if (received.text().startsWith(command)) {
          return frames;
        }
      }
    }
  }

  /// What the server said before it ended the connection, and the code with which it did.
  record End(List<String> frames, int closeCode) {}

  /// Reads on until the server ends the connection.
  End readToEnd() throws IOException {
    List<String> frames = new ArrayList<>();
    while (true) {
      Received received = read();
      if (received.isEnd()) {
        return new End(frames, received.closeCode());
      }
      if (received.opcode() == TEXT) {
        frames.add(received.text());
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
