package info.powow.socket.link;

import java.util.List;

/// One WebSocket connection, as the STOMP session on it sees it. Nothing here waits for the client.
public interface Link {

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

  /// Asks whether the other end is there; its answer comes to [Listener#alive].
  void ping();

  /// Lets the next message come. Asking twice is asking once.
  void demand();

  /// Bytes that were sent, but are not yet with the operating system.
  int pending();

  /// Ends the connection. When the other end does not take the news, [#abort] ends it for good.
  ///
  /// @param code of RFC 6455, section 7.4
  void close(int code, String reason);

  void abort();

  /// Runs something where a message would be handled: not on the caller's thread.
  void execute(Runnable task);

  /// What a link tells its session. One message at a time, each after a [Link#demand].
  interface Listener {
    /// A whole message of text came. The array belongs to the listener.
    void received(byte[] text);

    /// Something came that is no message: a ping, or the answer to one.
    void alive();

    /// Somebody takes so little that more waits for them than may. The link closes itself.
    void slow();

    /// The connection has ended: the last call.
    void closed();
  }
}
