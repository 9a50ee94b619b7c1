package info.powow.socket.push;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import java.util.List;

/// One connected device of a person, as the push side sees it.
public interface Subscriber {
  PersonId person();

  /// Keeps a frame for the next [#flush]. On the push thread.
  ///
  /// @return whether it is the first one since then
  boolean keep(byte[] frame);

  /// Sends what was kept. On the push thread.
  void flush();

  /// Sends frames at once. From any thread.
  void send(List<byte[]> frames);

  /// Waits until there is room for more. On a thread that may wait.
  ///
  /// @return false when the connection has ended
  boolean awaitRoom();

  /// A subscription is in force: what happens from now on comes.
  void subscribed(Subscription subscription);

  /// A subscription came to nothing.
  void refused(Subscription subscription, Reason reason);

  /// More happened than may be held back while the device catches up: it has to come again.
  void overflowed();
}
