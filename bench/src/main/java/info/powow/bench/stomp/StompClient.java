package info.powow.bench.stomp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Opens connections to one server, thousands in one process.
public final class StompClient implements AutoCloseable {
  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int CONNECT_TIMEOUT_MS = 10_000;

  private final InetSocketAddress server;
  private final LoadConnection.Handshake handshake;
  private final HeartBeat heartBeat;
  private final MultiThreadIoEventLoopGroup loops;
  private final List<Lane> lanes = new ArrayList<>();

  /// @param url the server's address, such as `http://127.0.0.1:8080`
  /// @param threads how many lanes
  public StompClient(URI url, HeartBeat heartBeat, int threads, long seed) {
    this.server = new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
    this.handshake = handshake(url, seed);
    this.heartBeat = heartBeat;
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("lane", true), io);
    for (EventExecutor loop : loops) {
      lanes.add(new Lane((EventLoop) loop, seed + lanes.size()));
    }
  }

  /// One key for all: it only has to show that the answer is to this handshake and not a cached
  /// one.
  private static LoadConnection.Handshake handshake(URI url, long seed) {
    byte[] nonce = new byte[16];
    new SplittableRandom(seed).nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    String host = url.getAuthority();
    String request =
        """
        GET /ws HTTP/1.1\r
        Host: %s\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: %s\r
        Sec-WebSocket-Protocol: v12.stomp\r
        \r
        """
            .formatted(host, key);
    try {
      byte[] proof =
          MessageDigest.getInstance("SHA-1")
              .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return new LoadConnection.Handshake(host, request, Base64.getEncoder().encodeToString(proof));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has SHA-1", e);
    }
  }

  public List<Lane> lanes() {
    return List.copyOf(lanes);
  }

  /// Connects as the person whose token it is. Done when the server has said CONNECTED.
  public CompletableFuture<LoadConnection> open(Lane lane, String token, StompListener listener) {
    CompletableFuture<LoadConnection> opened = new CompletableFuture<>();
    new Bootstrap()
        .group(lane.loop())
        .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                new LoadConnection(lane, channel, listener, handshake, token, heartBeat)
                    .opened()
                    .whenComplete((connection, failure) -> done(opened, connection, failure));
              }
            })
        .connect(server)
        .addListener(connecting -> {
          if (!connecting.isSuccess()) {
            opened.completeExceptionally(connecting.cause());
          }
        });
    return opened;
  }

  private static void done(
      CompletableFuture<LoadConnection> opened, LoadConnection connection, Throwable failure) {
    if (failure == null) {
      opened.complete(connection);
    } else {
      opened.completeExceptionally(failure);
    }
  }

  /// Cuts what is still open.
  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
