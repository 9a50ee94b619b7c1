package info.powow.socket.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One WebSocket connection, as the STOMP session on it sees it. Nothing here waits for the client.
public interface Link {
  /// The network address of the client, as far as it is counted: see `ClientAddress`.
  String network();

  /// The WebSocket sub-protocol that was agreed on; null when the client asked for none.
  @Nullable String subProtocol();

  /// Lets messages be as long as this from now on.
  void allow(int messageBytes);

  /// Sends a message of text. From any thread. The array belongs to the link from now on; it may be
  /// shared with others.
  void send(byte[] text);

  /// Sends messages in as few writes as may be. From any thread.
  void send(List<byte[]> texts);

  /// Waits until little waits for the client. On a thread that may wait.
  ///
  /// @return false when the connection has ended
  boolean awaitRoom();

  /// Like [#send], but not before the next [#flush], so that several messages leave in one write.
  /// For the push thread.
  void sendLater(byte[] text);

  /// Sends what [#sendLater] kept. For the push thread.
  void flush();

  /// Asks whether the other end is there; its answer comes to [Listener#control].
  void ping();

  /// Lets the next message come. Asking twice is asking once.
  void demand();

  /// Bytes that are kept for this connection: what waits to be written, and what has arrived of a
  /// message that is not complete.
  int buffered();

  /// Ends the connection. When the other end does not take the news, [#abort] ends it for good.
  /// Nothing that arrives afterwards reaches the listener.
  ///
  /// @param code of RFC 6455, section 7.4
  void close(int code, String reason);

  void abort();

  /// What a link tells its session. One message at a time, each after a [Link#demand].
  interface Listener {
    /// A whole message of text came. The array belongs to the listener.
    void received(byte[] text);

    /// A part of a message came, and not its end. The listener demands more, or closes.
    void partReceived(int bytes);

    /// A ping came, or the answer to one.
    ///
    /// @return whether it is to be answered, and more to be read
    boolean control();

    /// A message has become longer than it may be. The listener closes.
    void tooLarge();

    /// A text message is not valid UTF-8. The listener closes.
    void notUtf8();

    /// Somebody takes so little that more waits for them than may. The listener closes.
    void slow();

    /// The connection has ended: the last call.
    void closed();
  }
}
