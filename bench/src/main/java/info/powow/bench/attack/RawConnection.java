package info.powow.bench.attack;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A TCP connection that sends raw HTTP or WebSocket bytes, as no client library would.
final class RawConnection implements AutoCloseable {
  static final int TEXT = 1;
  static final int PING = 9;

  /// Returned by [#answer] and [#end] after a timeout.
  static final String NOTHING = "no answer";

  private static final int CLOSE = 8;
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int LONGEST_ANSWER = 1 << 14;
  private static final int LARGEST_HEADER = 14;
  private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.1 (\\d{3})");
  private static final Pattern PROBLEM = Pattern.compile("\"code\":\"([a-z_]+)\"");
  private static final Pattern ERROR = Pattern.compile("\ncode:([a-z_]+)\n");

  private final Socket socket;

  /// @param receiveBuffer the kernel's receive buffer of a client that does not read; 0 for the
  ///     default
  RawConnection(InetSocketAddress server, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.connect(server, CONNECT_TIMEOUT_MS);
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void write(String latin1) throws IOException {
    write(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Whether there is unread data from the server.
  boolean isAnswered() throws IOException {
    return socket.getInputStream().available() > 0;
  }

  /// Reads the answer to an HTTP request.
  ///
  /// @return its status and, for a refusal, its code
  String answer(int timeoutMillis) throws IOException {
    socket.setSoTimeout(timeoutMillis);
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    byte[] part = new byte[2048];
    try {
      while (answer.length() < LONGEST_ANSWER) {
        int length = in.read(part);
        if (length < 0) {
          break;
        }
        answer.append(new String(part, 0, length, StandardCharsets.ISO_8859_1));
        if (isComplete(answer)) {
          break;
        }
      }
    } catch (SocketTimeoutException _) {
      if (answer.isEmpty()) {
        return NOTHING;
      }
    }
    return outcome(answer);
  }

  /// For a success, the status suffices; a problem is one flat object.
  private static boolean isComplete(StringBuilder answer) {
    return answer.indexOf("\r\n\r\n") > 0 && (answer.charAt(9) == '2' || answer.indexOf("}") > 0);
  }

  private static String outcome(CharSequence answer) {
    Matcher status = STATUS.matcher(answer);
    if (!status.find()) {
      return "closed";
    }
    Matcher code = PROBLEM.matcher(answer);
    return code.find() ? status.group(1) + " " + code.group(1) : status.group(1);
  }

  /// Upgrades to a WebSocket with STOMP 1.2.
  void upgrade() throws IOException {
    write(
        """
        GET /ws HTTP/1.1\r
        Host: 127.0.0.1\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Protocol: v12.stomp\r
        \r
        """);
    socket.setSoTimeout(CONNECT_TIMEOUT_MS);
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.length() < LONGEST_ANSWER && !head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed during the handshake");
      }
      head.append((char) next);
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade: " + outcome(head));
    }
  }

  /// Connects as a person over STOMP.
  void connect(String token) throws IOException {
    upgrade();
    write(
        frame(
            TEXT,
            "CONNECT\naccept-version:1.2\nhost:x\nheart-beat:0,0\npasscode:" + token + "\n\n\0"));
    socket.setSoTimeout(CONNECT_TIMEOUT_MS);
    String answer = new String(read(in()).payload, StandardCharsets.UTF_8);
    if (!answer.startsWith("CONNECTED")) {
      Matcher code = ERROR.matcher(answer);
      throw new IOException("not connected: " + (code.find() ? code.group(1) : answer));
    }
  }

  static byte[] frame(int opcode, String text) {
    return frame(opcode, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Masked, as required of clients, with a key of zero.
  static byte[] frame(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(LARGEST_HEADER + payload.length);
    frame.put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /// Reads until the server closes the WebSocket.
  ///
  /// @return the close code, and the code of the preceding ERROR frame
  String end(int timeoutMillis) throws IOException {
    socket.setSoTimeout(timeoutMillis);
    String code = "";
    try {
      while (true) {
        Received received = read(in());
        if (received.opcode == CLOSE) {
          byte[] payload = received.payload;
          return payload.length < 2
              ? "closed" + code
              : ((payload[0] & 0xff) << 8 | payload[1] & 0xff) + code;
        }
        Matcher error = ERROR.matcher(new String(received.payload, StandardCharsets.UTF_8));
        if (error.find()) {
          code = " " + error.group(1);
        }
      }
    } catch (SocketTimeoutException _) {
      return NOTHING + code;
    } catch (EOFException _) {
      return "closed" + code;
    }
  }

  private DataInputStream in() throws IOException {
    return new DataInputStream(socket.getInputStream());
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Received(int opcode, byte[] payload) {}

  private static Received read(DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    long length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new Received(opcode, payload);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
