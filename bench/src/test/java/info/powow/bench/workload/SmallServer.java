package info.powow.bench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A minimal server in memory, on one thread and over another WebSocket implementation, to verify
/// what the load generator counts.
final class SmallServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private record Conversation(TreeSet<String> members, List<String> events) {}

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listening;
  private final Map<String, Conversation> conversations = new HashMap<>();
  private final Map<String, Set<Session>> sessions = new HashMap<>();
  private final Predicate<String> refused;
  private long messageIds;
  private volatile long sends;
  private final CompletableFuture<Void> heartBeat = new CompletableFuture<>();

  /// @param refused the texts of messages to refuse
  SmallServer(Predicate<String> refused) throws InterruptedException {
    this.refused = refused;
    listening =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536))
                        .addLast(new Http())
                        .addLast(new WebSocketServerProtocolHandler("/ws", "v12.stomp"))
                        .addLast(new Session());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  URI url() {
    return URI.create(
        "http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort());
  }

  /// The number of messages received.
  long sends() {
    return sends;
  }

  /// Completes when a client has sent a heart-beat.
  CompletableFuture<Void> heartBeat() {
    return heartBeat;
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /// Accounts: any handle can sign in.
  private static final class Http extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      if (request.uri().startsWith("/ws")) {
        context.fireChannelRead(request.retain());
        return;
      }
      String handle = JSON.readTree(request.content().toString(UTF_8)).at("/handle").asString();
      String answer =
          "{\"personId\":\"p-%1$s\",\"token\":\"p-%1$s\",\"expiresAt\":\"2999-01-01T00:00:00.000Z\",\"refreshToken\":\"r\"}"
              .formatted(handle);
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              request.method().equals(HttpMethod.PATCH)
                  ? HttpResponseStatus.OK
                  : HttpResponseStatus.CREATED,
              Unpooled.wrappedBuffer(answer.getBytes(UTF_8)));
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_LENGTH, answer.length())
          .set(HttpHeaderNames.CONTENT_TYPE, "application/json");
      context.writeAndFlush(response);
    }
  }

  private final class Session extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private final Map<String, String> subscriptions = new HashMap<>();
    private @Nullable ChannelHandlerContext context;
    private String person = "";

    @Override
    protected void channelRead0(ChannelHandlerContext from, TextWebSocketFrame frame) {
      context = from;
      String text = frame.text();
      if (text.equals("\n")) {
        heartBeat.complete(null);
        return;
      }
      int empty = text.indexOf("\n\n");
      String[] lines = text.substring(0, empty).split("\n");
      Map<String, String> headers = new LinkedHashMap<>();
      for (int line = 1; line < lines.length; line++) {
        int colon = lines[line].indexOf(':');
        headers.put(
            lines[line].substring(0, colon), lines[line].substring(colon + 1).replace("\\c", ":"));
      }
      handle(lines[0], headers, text.substring(empty + 2, text.length() - 1));
    }

    private void handle(String command, Map<String, String> headers, String body) {
      switch (command) {
        case "CONNECT" -> {
          person = header(headers, "Authorization").substring("Bearer ".length());
          say("CONNECTED\nversion:1.2\nheart-beat:1000,1000\n\n\0");
        }
        case "SUBSCRIBE" -> {
          subscriptions.put(header(headers, "destination"), header(headers, "id"));
          sessions.computeIfAbsent(person, _ -> new LinkedHashSet<>()).add(this);
          receipt(headers, "");
          String resume = headers.get("resume");
          if (resume != null) {
            resume(JSON.readTree(resume));
          }
        }
        case "SEND" -> send(headers, JSON.readTree(body));
        case "DISCONNECT" -> receipt(headers, "");
        default -> throw new IllegalArgumentException(command);
      }
    }

    private void send(Map<String, String> headers, JsonNode body) {
      String destination = header(headers, "destination");
      String key = body.at("/key").asString();
      if (destination.equals("/app/direct/open")) {
        TreeSet<String> both = new TreeSet<>(List.of(person, body.at("/with").asString()));
        happen(headers, "d-" + String.join("-", both), both, "directOpened", "");
        return;
      }
      if (destination.equals("/app/groups/create")) {
        TreeSet<String> members = new TreeSet<>(List.of(person));
        body.at("/members").forEach(member -> members.add(member.asString()));
        happen(headers, "g-" + key, members, "groupCreated", "");
        return;
      }
      sends++;
      String id = destination.split("/")[3];
      String text = body.at("/text").asString();
      if (refused.test(text)) {
        String receipt = headers.get("receipt");
        push("/user/queue/errors", "{\"code\":\"no\",\"receipt\":\"%s\"}".formatted(receipt));
        return;
      }
      TreeSet<String> members = conversation(id, new TreeSet<>()).members();
      happen(headers, id, members, "messageSent", ",\"text\":" + JSON.writeValueAsString(text));
    }

    private void happen(
        Map<String, String> headers, String id, TreeSet<String> members, String type, String more) {
      Conversation conversation = conversation(id, members);
      int position = conversation.events().size();
      String event =
          "{\"type\":\"%s\",\"conversationId\":\"%s\",\"position\":%d%s,\"images\":[]}"
              .formatted(type, id, position, more);
      conversation.events().add(event);
      receipt(headers, "conversation:%s\nposition:%d\n".formatted(id, position));
      for (String member : conversation.members()) {
        for (Session session : sessions.getOrDefault(member, Set.of())) {
          session.push("/user/queue/events", event);
        }
      }
    }

    private void resume(JsonNode seen) {
      seen.propertyStream()
          .forEach(last -> {
            List<String> events = conversation(last.getKey(), new TreeSet<>()).events();
            events
                .subList(last.getValue().asInt() + 1, events.size())
                .forEach(event -> push("/user/queue/events", event));
          });
      push("/user/queue/events", "{\"type\":\"caughtUp\"}");
    }

    private void push(String destination, String body) {
      String id = subscriptions.get(destination);
      if (id != null) {
        say("MESSAGE\nsubscription:%s\nmessage-id:%d\n\n%s\0".formatted(id, messageIds++, body));
      }
    }

    private void receipt(Map<String, String> headers, String more) {
      String receipt = headers.get("receipt");
      if (receipt != null) {
        say("RECEIPT\nreceipt-id:%s\n%s\n\0".formatted(receipt, more));
      }
    }

    private void say(String frame) {
      if (context != null) {
        context.writeAndFlush(new TextWebSocketFrame(frame));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
      sessions.getOrDefault(person, new HashSet<>()).remove(this);
    }
  }

  private Conversation conversation(String id, TreeSet<String> members) {
    return conversations.computeIfAbsent(id, _ -> new Conversation(members, new ArrayList<>()));
  }

  private static String header(Map<String, String> headers, String name) {
    String value = headers.get(name);
    if (value == null) {
      throw new IllegalArgumentException("No header " + name);
    }
    return value;
  }
}
