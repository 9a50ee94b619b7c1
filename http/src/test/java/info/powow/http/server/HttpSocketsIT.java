package info.powow.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.identity.SignedIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/// The limits over real sockets, against misbehaving clients.
@Timeout(60)
class HttpSocketsIT {
  private static final int MOST_CONNECTIONS = 8;
  private static final int MUCH = 64 << 20;

  private static final HttpProperties PROPERTIES =
      new HttpProperties(
          DataSize.ofKilobytes(64),
          DataSize.ofMegabytes(1),
          DataSize.ofMegabytes(8),
          2,
          Duration.ofMillis(300),
          DataSize.ofKilobytes(1),
          DataSize.ofMegabytes(2),
          100,
          MOST_CONNECTIONS,
          2,
          List.of());

  private final Server server = new Server();
  private final List<Socket> clients = new ArrayList<>();
  private final Clients known = new Clients(PROPERTIES.trustedProxies());
  private ResponseBuffers answers;
  private ServerConnector connector;
  private ConnectionWatch watch;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  HttpSocketsIT() {}

  @BeforeEach
  void start() throws Exception {
    Refusals refusals =
        new Refusals(
            JsonMapper.builder()
                .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                .build());
    BodyHandler bodies =
        new BodyHandler(
            PROPERTIES,
            List.of(),
            _ -> new SignedIn(new PersonId("ada"), Instant.MAX),
            known,
            refusals);
    bodies.setHandler(new Much());
    answers = new ResponseBuffers(PROPERTIES, known, refusals);
    answers.setHandler(bodies);
    server.setHandler(answers);
    server.setErrorHandler(new ProblemErrors(refusals));
    connector = new LingeringConnector(new ServerConnector(server, new HttpConnectionFactory()), 1);
    connector.setHost("127.0.0.1");
    watch = new ConnectionWatch(connector, known, PROPERTIES);
    connector.addBean(watch);
    server.addConnector(connector);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket client : clients) {
      client.close();
    }
    server.stop();
  }

  /// Answers `/much` with more than socket buffers hold, in chunks, and anything else briefly.
  private static final class Much extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (Request.getPathInContext(request).equals("/much")) {
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
          byte[] piece = new byte[64 * 1024];
          for (int written = 0; written < MUCH; written += piece.length) {
            out.write(piece);
          }
          callback.succeeded();
        } catch (IOException e) {
          callback.failed(e);
        }
      } else {
        Content.Sink.write(response, true, "here", callback);
      }
      return true;
    }
  }

  private Socket open() throws IOException {
    Socket client = new Socket();
    clients.add(client);
    client.setSoTimeout(20_000);
    client.setReceiveBufferSize(16 * 1024);
    client.connect(new InetSocketAddress("127.0.0.1", connector.getLocalPort()));
    return client;
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// What the client receives until the connection ends, cleanly or not.
  private static String readToEnd(Socket client) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = client.getInputStream();
    byte[] part = new byte[4_096];
    try {
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        all.write(part, 0, read);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // Reset.
    }
    return all.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void whoeverGetsNoFurtherAnswerIsTold() throws IOException {
    for (String head :
        List.of(
            "GET /%00 HTTP/1.1\r\nHost: a\r\n",
            "GET /%zz HTTP/1.1\r\nHost: a\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX Y: z\r\n",
            "GET /a HTTP/1.1\r\n",
            "GET /a HTTP/9.9\r\nHost: a\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n")) {
      Socket client = open();
      write(client, head + "\r\n");

      String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all).as(head).matches("(?s)HTTP/1.1 [45].*\r\nConnection: close\r\n.*");
    }
  }

  @Test
  void whoDoesNotReadTheirAnswerIsClosedAndNothingIsHeldForThem() throws Exception {
    Socket slow = open();
    write(slow, "GET /much HTTP/1.1\r\nHost: x\r\n\r\n");
    // The first bytes are there: nothing is read from now on.
    assertThat(slow.getInputStream().read()).isEqualTo('H');
    while (watch.open() > 0 || answers.memoryTaken() > 0) {
      Thread.sleep(20);
    }
    assertThat(readToEnd(slow).length()).isLessThan(MUCH);

    Socket other = open();
    write(other, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(readToEnd(other)).startsWith("HTTP/1.1 200").endsWith("here");
  }

  @Test
  void whoReadsSlowlyButReadsGetsTheWholeAnswer() throws Exception {
    Socket reader = open();
    write(reader, "GET /much HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(readToEnd(reader).length()).isGreaterThan(MUCH);
  }

  @Test
  void aHeadThatDoesNotComeToItsEndIsClosed() throws Exception {
    Socket slow = open();
    write(slow, "GET / HTTP/1.1\r\nHost: x\r\nX: ");
    // As slow as allowed, and never silent for long.
    try {
      while (true) {
        write(slow, "x");
        Thread.sleep(50);
      }
    } catch (IOException _) {
      // Closed.
    }
    while (watch.open() > 0) {
      Thread.sleep(20);
    }
  }

  @Test
  void whoIsSilentMakesRoomForWhoAsks() throws Exception {
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < MOST_CONNECTIONS; i++) {
      Socket client = open();
      write(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.getInputStream().read()).isEqualTo('H');
      silent.add(client);
    }
    Socket other = open();
    write(other, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(other.getInputStream().read()).isEqualTo('H');
    // One of the idle ones is closed.
    for (int i = 0; ; i = (i + 1) % silent.size()) {
      silent.get(i).setSoTimeout(50);
      try {
        String unused = readToEnd(silent.get(i));
        break;
      } catch (SocketTimeoutException _) {
        // Not this one, or not yet.
      }
    }
    while (watch.open() > MOST_CONNECTIONS) {
      Thread.sleep(20);
    }
  }

  @Test
  void oneAddressHasOnlySoManyConnections() throws Exception {
    Elsewhere one = new Elsewhere();
    Elsewhere two = new Elsewhere();
    Elsewhere three = new Elsewhere();
    for (Elsewhere each : List.of(one, two, three)) {
      watch.onAccepting(each);
    }
    assertThat(List.of(one.isOpen(), two.isOpen(), three.isOpen()))
        .containsExactly(true, true, false);
    watch.onClosed(one);
    Elsewhere four = new Elsewhere();
    watch.onAccepting(four);
    assertThat(four.isOpen()).isTrue();
  }

  /// A client that keeps writing while it is refused can read why.
  @Test
  void whoWritesOnStillReadsWhyTheyWereRefused() throws Exception {
    for (String refused :
        List.of(
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "no request at all\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 60000\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(9_000) + "\r\n\r\n")) {
      Socket client = open();
      write(client, refused);
      for (int i = 0; i < 200; i++) {
        write(client, "x".repeat(1_000));
      }
      assertThat(readToEnd(client))
          .as(refused.substring(0, 20))
          .startsWith("HTTP/1.1 4")
          .contains("application/problem+json");
    }
  }

  @Test
  void whoseBodyComesTooSlowlyIsToldSoThoughTheyWriteOn() throws Exception {
    Socket client = open();
    write(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\nx");
    while (client.getInputStream().available() == 0) {
      Thread.sleep(20);
    }
    write(client, "x".repeat(59_000));
    assertThat(readToEnd(client)).startsWith("HTTP/1.1 408").contains("\"code\":\"too_slow\"");
  }

  /// A connection from another machine.
  private static final class Elsewhere extends SocketChannel {
    Elsewhere() {
      super(SelectorProvider.provider());
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
      return new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 1234);
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}

    @Override
    public SocketChannel bind(SocketAddress local) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return Set.of(StandardSocketOptions.SO_LINGER);
    }

    @Override
    public SocketChannel shutdownInput() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel shutdownOutput() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket socket() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public boolean isConnectionPending() {
      return false;
    }

    @Override
    public boolean connect(SocketAddress remote) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean finishConnect() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress getLocalAddress() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      throw new UnsupportedOperationException();
    }
  }
}
