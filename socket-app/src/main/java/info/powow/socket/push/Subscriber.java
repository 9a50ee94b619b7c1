package info.powow.socket.push;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import java.util.List;

/// A connected device of a person, as the push side sees it.
public interface Subscriber {
  PersonId person();

  /// Keeps a frame for the next [#flush]. On the push thread.
  ///
  /// @return whether it is the first frame since then
  boolean keep(byte[] frame);

  /// Sends the kept frames. On the push thread.
  void flush();

  /// Sends frames at once. Thread-safe.
  void send(List<byte[]> frames);

  /// Blocks until there is room for more output.
  ///
  /// @return false if the connection has ended
  boolean awaitRoom();

  /// A subscription is active: events from now on are delivered.
  void subscribed(Subscription subscription);

  /// A subscription was refused.
  void refused(Subscription subscription, Reason reason);

  /// The buffer of live events overflowed while the device was catching up: it has to reconnect.
  void overflowed();
}
