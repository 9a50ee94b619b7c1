package info.powow.socket.session;

import java.util.concurrent.atomic.AtomicInteger;

/// Controls whether frames may be handled. While one frame waits for something, later frames wait
/// too, so that all are handled in order of arrival.
final class FrameGate {
  private static final int OPEN = 0;
  private static final int HALTED = 1;
  private static final int LEFT = 2;

  /// OPEN; HALTED until some work is done; or LEFT, if the thread that does it has to continue with
  /// the frames.
  private final AtomicInteger state = new AtomicInteger();

  /// Stops handling frames until [#reopen].
  void halt() {
    state.set(HALTED);
  }

  /// Called by the thread that handles frames: whether to leave the next one to the thread that
  /// reopens the gate.
  boolean leave() {
    return state.get() == HALTED && state.compareAndSet(HALTED, LEFT);
  }

  /// @return whether the caller has to continue handling frames
  boolean reopen() {
    return state.getAndSet(OPEN) == LEFT;
  }
}
