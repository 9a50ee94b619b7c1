package info.powow.projection.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.wire.MongoDatabaseHandler;
import de.bwaldvogel.mongo.wire.MongoExceptionHandler;
import de.bwaldvogel.mongo.wire.MongoWireMessageEncoder;
import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// Accepts connections on loopback and speaks MongoDB's wire protocol on them. The library has a
/// server of its own, which limits neither the number of connections nor what they send before they
/// authenticate.
final class WireServer implements AutoCloseable {
  private static final long SHUTDOWN_SECONDS = 10;

  private final MongoBackend backend;
  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("powow-views-store", true), NioIoHandler.newFactory());
  private final ChannelGroup connections;
  private final Channel listening;

  /// @param port the port to listen on; 0 for a free one
  WireServer(MongoBackend backend, int port) {
    this.backend = backend;
    this.connections = new DefaultChannelGroup("views", thread.next());
    Unauthenticated unauthenticated = new Unauthenticated();
    try {
      listening =
          new ServerBootstrap()
              .group(thread)
              .channel(NioServerSocketChannel.class)
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel
                          .pipeline()
                          .addLast(
                              unauthenticated.limit(),
                              new MongoWireReplyEncoder(),
                              new MongoWireMessageEncoder(),
                              new MongoWireProtocolHandler(),
                              new MongoDatabaseHandler(backend, connections),
                              new MongoExceptionHandler());
                    }
                  })
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .syncUninterruptibly()
              .channel();
    } catch (RuntimeException e) {
      thread.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    connections.close().awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    thread
        .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    backend.close();
  }
}
