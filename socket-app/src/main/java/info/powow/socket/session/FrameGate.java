package info.powow.socket.session;

import java.util.concurrent.atomic.AtomicInteger;

/// Decides whether frames may be handled. Where one frame has to wait for something, those behind it
/// wait too, so that all are handled in the order of their coming.
final class FrameGate {
  private static final int OPEN = 0;
  private static final int HALTED = 1;
  private static final int LEFT = 2;

  /// OPEN; HALTED until something is done; or LEFT, when whoever does it has to go on with the
  /// frames too.
  private final AtomicInteger state = new AtomicInteger();

  /// Lets no frame be handled until [#reopen].
  void halt() {
    state.set(HALTED);
  }

  /// For who handles frames: asks whether to leave the next one to who reopens the gate.
  boolean leave() {
    return state.get() == HALTED && state.compareAndSet(HALTED, LEFT);
  }

  /// @return whether the caller has to see to it that handling goes on
  boolean reopen() {
    return state.getAndSet(OPEN) == LEFT;
  }
}
