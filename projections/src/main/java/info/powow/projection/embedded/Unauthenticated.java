package info.powow.projection.embedded;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// The connections that have not authenticated, and what they may cost. Drivers keep such
/// connections open to watch the server, so they have no deadline. If there are too many, the one
/// that has been silent for longest is closed; a driver connects again.
///
/// Confined to the thread of the event loop.
final class Unauthenticated {
  static final int MAX_CONNECTIONS = 128;

  /// `hello` and `saslStart` of a driver have a few hundred bytes.
  static final int MAX_MESSAGE_BYTES = 16 * 1024;

  private static final int LENGTH_BYTES = 4;

  /// The connection that has been silent for longest comes first.
  private final SequencedSet<Channel> connections = new LinkedHashSet<>();

  /// A handler for one connection, which removes itself once the connection has authenticated.
  ChannelHandler limit() {
    return new Limit();
  }

  private void active(Channel channel) {
    connections.addLast(channel);
    if (connections.size() > MAX_CONNECTIONS) {
      connections.removeFirst().close();
    }
  }

  private final class Limit extends LengthFieldBasedFrameDecoder {
    /// The length at the beginning of a message includes itself.
    Limit() {
      super(ByteOrder.LITTLE_ENDIAN, MAX_MESSAGE_BYTES, 0, LENGTH_BYTES, -LENGTH_BYTES, 0, true);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
      active(context.channel());
      super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
      active(context.channel());
      super.channelRead(context, bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
      super.channelReadComplete(context);
      if (AuthenticatingBackend.isAuthenticated(context.channel())) {
        context.pipeline().remove(this);
      }
    }

    /// Whoever sends without reading must not fill the memory with answers.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
      super.channelWritabilityChanged(context);
      if (!context.channel().isWritable()) {
        context.close();
      }
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext context) {
      connections.remove(context.channel());
    }
  }
}
