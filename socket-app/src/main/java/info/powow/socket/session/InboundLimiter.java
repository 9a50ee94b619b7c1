package info.powow.socket.session;

/// Limits the work that one client can cause by sending: WebSocket messages and fragments, STOMP
/// frames, bytes, and control frames. All input has a cost, including input that is refused later.
///
/// For the reading thread, except [#unfinishedSince] and [#unfinishedBytes].
final class InboundLimiter {
  /// Messages and fragments before sign-in, where CONNECT is the only frame.
  private static final int MAX_BEFORE_SIGN_IN = 100;

  /// The number of bytes that cost as much as one message.
  private static final int BYTES_A_TOKEN_SHIFT = 12;

  /// The allowed ratio of messages and frames to SEND frames.
  private static final int FRAMES_A_SEND = 20;

  /// No client needs to ping more often than once a second for long.
  private static final int CONTROLS_PER_SECOND = 10;

  private static final int CONTROLS_AT_ONCE = 100;

  private final TokenBucket data;
  private final TokenBucket controls;
  private int beforeSignIn;
  private boolean signedIn;
  private volatile long unfinishedSince;
  private volatile int unfinishedBytes;

  /// @param limits the limits of SEND frames, from which the others are derived
  InboundLimiter(StompLimits limits, long nanos) {
    data =
        new TokenBucket(
            times(FRAMES_A_SEND, limits.sendsPerSecond()),
            times(FRAMES_A_SEND, limits.sendBurst()),
            nanos);
    controls = new TokenBucket(CONTROLS_PER_SECOND, CONTROLS_AT_ONCE, nanos);
  }

  private static int times(int factor, int number) {
    return (int) Math.min(Integer.MAX_VALUE, (long) factor * number);
  }

  void signedIn() {
    signedIn = true;
  }

  /// Counts a message or a fragment.
  ///
  /// @return false if the limit is exceeded
  boolean message(long nanos, int bytes) {
    if (!signedIn && ++beforeSignIn > MAX_BEFORE_SIGN_IN) {
      return false;
    }
    return data.take(nanos, 1 + (bytes >> BYTES_A_TOKEN_SHIFT));
  }

  /// Counts a STOMP frame.
  ///
  /// @return false if the limit is exceeded
  boolean frame(long nanos) {
    if (unfinishedSince != 0) {
      unfinishedSince = 0;
      unfinishedBytes = 0;
    }
    return data.take(nanos, 1);
  }

  /// Counts a ping or a pong.
  ///
  /// @return false if the limit is exceeded
  boolean control(long nanos) {
    return controls.take(nanos, 1);
  }

  /// Records that a frame has begun but not ended.
  ///
  /// @param bytes the bytes held until it ends
  void unfinished(long nanos, int bytes) {
    unfinishedBytes = bytes;
    if (unfinishedSince == 0) {
      unfinishedSince = nanos;
    }
  }

  /// When the incomplete frame began, in nanoseconds; 0 if there is none. Thread-safe.
  long unfinishedSince() {
    return unfinishedSince;
  }

  /// The bytes held of an incomplete frame. Thread-safe.
  int unfinishedBytes() {
    return unfinishedBytes;
  }
}
