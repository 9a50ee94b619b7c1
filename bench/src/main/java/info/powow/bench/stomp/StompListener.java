package info.powow.bench.stomp;

import org.jspecify.annotations.Nullable;

/// What happens on a connection, on its event loop.
public interface StompListener {
  /// A timed message is durably stored.
  ///
  /// @param intended the time that was written into its receipt's id
  /// @param now when the bytes were there ([System#nanoTime()])
  void receipt(long intended, long now);

  /// A MESSAGE frame, valid only during the call.
  void message(LoadConnection connection, FrameView frame, long now);

  /// The connection has ended.
  ///
  /// @param cause null if it was closed on request
  void closed(@Nullable Throwable cause);
}
