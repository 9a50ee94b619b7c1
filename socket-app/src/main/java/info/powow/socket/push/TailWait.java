package info.powow.socket.push;

/// Waits until the tail has reached an index of the log.
final class TailWait {
  private static final long UNKNOWN = Long.MAX_VALUE;

  private long until = UNKNOWN;
  private boolean wasQuiet;

  /// The index is not known yet.
  void begin() {
    until(UNKNOWN);
  }

  void until(long index) {
    until = index;
    wasQuiet = false;
  }

  boolean isOver(long reached) {
    return reached >= until;
  }

  /// The tail has brought nothing for a while. The last entry of the log may be one that it does not
  /// deliver, so the second call ends the wait. The first does not: the tail may be about to bring
  /// what was just written.
  void quiet() {
    if (wasQuiet) {
      until = 0;
    }
    wasQuiet = until != UNKNOWN;
  }
}
