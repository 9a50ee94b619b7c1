package info.powow.bench.stomp;

import org.jspecify.annotations.Nullable;

/// What happens on a connection, on its event loop.
public interface StompListener {
  /// A timed message is durably stored.
  ///
  /// @param intended the time that was written into its receipt's id
  /// @param now when the bytes were there ([System#nanoTime()])
  void receipt(long intended, long now);

  /// A MESSAGE frame, lent for the length of the call.
  void message(LoadConnection connection, FrameView frame, long now);

  /// The connection is gone.
  ///
  /// @param cause null when it was asked to go
  void closed(@Nullable Throwable cause);
}
