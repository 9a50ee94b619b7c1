package info.powow.bench.stomp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One person's connection. Thread-safe except [#write()], which must be called on the lane.
public final class LoadConnection {
  private static final byte[] RECEIPT_ID = "receipt-id:".getBytes(StandardCharsets.US_ASCII);

  /// The prefix of receipt ids that contain an intended sending time.
  private static final byte TIMED = 't';

  private static final int HANDSHAKE_LIMIT = 8192;

  private final Lane lane;
  private final Channel channel;
  private final StompListener listener;
  private final Handshake handshake;
  private final String connect;
  private final HeartBeat heartBeat;
  private final CompletableFuture<LoadConnection> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private final WebSocketReader webSocket = new WebSocketReader();
  private final FrameDecoder stomp = new FrameDecoder();
  private final Inbound inbound = new Inbound();
  private @Nullable ByteBuf answer = Unpooled.buffer(256);
  private Map<String, CompletableFuture<Receipt>> asked = Map.of();
  private int questions;
  private long beatEvery;
  private long lastWrite;
  private boolean closing;

  LoadConnection(
      Lane lane,
      Channel channel,
      StompListener listener,
      Handshake handshake,
      String token,
      HeartBeat heartBeat) {
    this.lane = lane;
    this.channel = channel;
    this.listener = listener;
    this.handshake = handshake;
    this.heartBeat = heartBeat;
    this.connect =
        "CONNECT\naccept-version:1.2\nhost:%s\nheart-beat:%s\nAuthorization:Bearer %s\n\n\0"
            .formatted(handshake.host(), heartBeat, token);
    channel.pipeline().addLast(inbound);
  }

  public Lane lane() {
    return lane;
  }

  /// Completes when CONNECTED has arrived.
  CompletableFuture<LoadConnection> opened() {
    return opened;
  }

  /// Writes the content of the lane's writer. Only on the lane.
  public void write() {
    lastWrite = System.nanoTime();
    channel.writeAndFlush(lane.writer().frame(channel.alloc()), channel.voidPromise());
  }

  /// Subscribes; completes with the receipt.
  ///
  /// @param headers additional headers, such as `resume`
  public CompletableFuture<Receipt> subscribe(
      String id, String destination, Map<String, String> headers) {
    return ask(
        "SUBSCRIBE",
        writer -> {
          writer.header("id", id).header("destination", destination);
          headers.forEach(writer::header);
        },
        "");
  }

  /// Sends a command; completes with the receipt.
  public CompletableFuture<Receipt> command(String destination, String json) {
    return ask(
        "SEND",
        writer ->
            writer.header("destination", destination).header("content-type", "application/json"),
        json);
  }

  private interface Headers {
    void add(FrameWriter writer);
  }

  private CompletableFuture<Receipt> ask(String command, Headers headers, String body) {
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    lane.execute(() -> {
      if (!channel.isActive()) {
        receipt.completeExceptionally(new IOException("The connection is gone"));
        return;
      }
      if (asked.isEmpty()) {
        asked = new HashMap<>();
      }
      String id = "r" + questions++;
      asked.put(id, receipt);
      FrameWriter writer = lane.writer().text().add(command).add('\n');
      headers.add(writer);
      writer.header("receipt", id).add('\n').add(body).add(0);
      write();
    });
    return receipt;
  }

  /// Ends the wait for the receipt of a refused command.
  public void refused(String receipt, String why) {
    CompletableFuture<Receipt> question = asked.remove(receipt);
    if (question != null) {
      question.completeExceptionally(new IOException("Refused: " + why));
    }
  }

  /// Disconnects properly over STOMP and WebSocket; completes when the server has closed.
  public CompletableFuture<Void> disconnect() {
    ask("DISCONNECT", _ -> {}, "").whenCompleteAsync((_, _) -> close(), lane.loop());
    return closed;
  }

  private void close() {
    if (channel.isActive() && !closing) {
      closing = true;
      lane.writer().close().add(1000 >> 8).add(1000);
      write();
    }
  }

  /// Cuts the connection, as a lost network does.
  public CompletableFuture<Void> cut() {
    lane.execute(() -> {
      closing = true;
      channel.close();
    });
    return closed;
  }

  /// Sends a heart-beat if one is due before the next check in a second.
  ///
  /// @return whether to check again
  boolean beat(long now) {
    if (!channel.isActive() || closing) {
      return false;
    }
    if (now - lastWrite > beatEvery - TimeUnit.MILLISECONDS.toNanos(1500)) {
      lane.writer().text().add('\n');
      write();
    }
    return true;
  }

  private void fail(Throwable cause) {
    boolean wanted = closing;
    closing = true;
    channel.close();
    if (closed.isDone()) {
      return;
    }
    closed.complete(null);
    opened.completeExceptionally(cause);
    asked.values().forEach(receipt -> receipt.completeExceptionally(cause));
    asked = Map.of();
    listener.closed(wanted ? null : cause);
  }

  private final class Inbound extends ChannelInboundHandlerAdapter
      implements WebSocketReader.Sink, FrameDecoder.Sink {
    private long now;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      lastWrite = System.nanoTime();
      context.writeAndFlush(
          Unpooled.wrappedBuffer(handshake.request().getBytes(StandardCharsets.US_ASCII)),
          context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      now = System.nanoTime();
      ByteBuf read = (ByteBuf) message;
      try {
        if (answer != null) {
          upgrade(answer, read);
        }
        byte[] scratch = lane.scratch;
        while (read.isReadable()) {
          int length = Math.min(read.readableBytes(), scratch.length);
          read.readBytes(scratch, 0, length);
          webSocket.read(scratch, 0, length, this);
        }
      } finally {
        read.release();
      }
    }

    private void upgrade(ByteBuf soFar, ByteBuf read) {
      while (read.isReadable()) {
        soFar.writeByte(read.readByte());
        int length = soFar.writerIndex();
        if (length >= 4 && soFar.getInt(length - 4) == 0x0d0a0d0a) {
          handshake.check(soFar.toString(StandardCharsets.US_ASCII));
          answer = null;
          lane.writer().text().add(connect);
          write();
          return;
        }
        if (length > HANDSHAKE_LIMIT) {
          throw new MalformedFrame("an HTTP answer without an end");
        }
      }
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
      stomp.read(bytes, from, to, lane.frame, this);
    }

    @Override
    public void ping(byte[] bytes, int from, int to) {
      lane.writer().pong().add(bytes, from, to);
      write();
    }

    @Override
    public void close(int code) {
      if (closing) {
        // The answer to our close frame. The server closes TCP, so that TIME_WAIT is on its side.
        return;
      }
      fail(new IOException("The server closed with code " + code));
    }

    @Override
    public void frame(FrameView frame) {
      switch (frame.command()) {
        case MESSAGE -> listener.message(LoadConnection.this, frame, now);
        case RECEIPT -> receipt(frame);
        case CONNECTED -> connected(frame);
        case ERROR -> fail(new IOException("The server answered " + frame));
        case UNKNOWN -> fail(new MalformedFrame(frame.toString()));
      }
    }

    private void receipt(FrameView frame) {
      int id = frame.header(RECEIPT_ID);
      if (id < 0) {
        throw new MalformedFrame("a receipt without its id");
      }
      if (frame.bytes()[id] == TIMED) {
        listener.receipt(Hex.parse(frame.bytes(), id + 1), now);
        return;
      }
      CompletableFuture<Receipt> question =
          asked.remove(String.valueOf(frame.header("receipt-id")));
      if (question != null) {
        String position = frame.header("position");
        question.complete(
            new Receipt(
                frame.header("conversation"), position == null ? -1 : Long.parseLong(position)));
      }
    }

    private void connected(FrameView frame) {
      String offered = frame.header("heart-beat");
      HeartBeat server = offered == null ? HeartBeat.NONE : HeartBeat.parse(offered);
      beatEvery = TimeUnit.MILLISECONDS.toNanos(heartBeat.agreedOutgoing(server));
      if (beatEvery > 0) {
        lane.beats(LoadConnection.this);
      }
      opened.complete(LoadConnection.this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      fail(new IOException("The server closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      fail(cause);
    }
  }

  /// The WebSocket handshake, shared by all connections of a client.
  record Handshake(String host, String request, String accept) {
    void check(String response) {
      String[] lines = response.split("\r\n");
      if (!lines[0].startsWith("HTTP/1.1 101")) {
        throw new MalformedFrame("no upgrade but " + lines[0]);
      }
      for (String line : lines) {
        if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept:")
            && line.substring(line.indexOf(':') + 1).strip().equals(accept)) {
          return;
        }
      }
      throw new MalformedFrame("no proof of the upgrade");
    }
  }
}
