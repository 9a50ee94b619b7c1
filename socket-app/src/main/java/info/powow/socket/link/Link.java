package info.powow.socket.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The WebSocket connection of a STOMP session. No method blocks unless stated.
public interface Link {
  /// The client's network as limits count it: see `ClientAddress`.
  String network();

  /// The negotiated WebSocket sub-protocol; null if the client requested none.
  @Nullable String subProtocol();

  /// Sets the maximum message size from now on.
  void allow(int messageBytes);

  /// Sends a text message. Thread-safe. The array must not be modified afterwards; it may be
  /// shared.
  void send(byte[] text);

  /// Sends messages in as few writes as possible. Thread-safe.
  void send(List<byte[]> texts);

  /// Blocks until little output is pending for the client.
  ///
  /// @return false if the connection has ended
  boolean awaitRoom();

  /// Like [#send], but delayed until the next [#flush], so that several messages leave in one
  /// write. For the push thread.
  void sendLater(byte[] text);

  /// Sends the messages delayed by [#sendLater]. For the push thread.
  void flush();

  /// Pings the client; the answer arrives at [Listener#control].
  void ping();

  /// Requests the next message. Repeated requests count once.
  void demand();

  /// Bytes held for this connection: pending output, and the fragments of an incomplete message.
  int buffered();

  /// Closes the connection. If the peer does not respond, [#abort] ends it. Nothing that arrives
  /// afterwards reaches the listener.
  ///
  /// @param code from RFC 6455, section 7.4
  void close(int code, String reason);

  void abort();

  /// Receives the events of a link. One message at a time, each after a [Link#demand].
  interface Listener {
    /// A complete text message arrived. The array belongs to the listener.
    void received(byte[] text);

    /// A fragment of an incomplete message arrived. The listener demands more, or closes.
    void partReceived(int bytes);

    /// A ping or pong arrived.
    ///
    /// @return whether to answer it and continue reading
    boolean control();

    /// A message exceeds the maximum size. The listener closes.
    void tooLarge();

    /// A text message is not valid UTF-8. The listener closes.
    void notUtf8();

    /// The pending output exceeds its maximum, because the client reads too slowly. The listener
    /// closes.
    void slow();

    /// The connection has ended. This is the last call.
    void closed();
  }
}
