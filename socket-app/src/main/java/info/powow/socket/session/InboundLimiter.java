package info.powow.socket.session;

/// Bounds the work that one client can cause by sending: WebSocket messages and their parts, STOMP
/// frames, bytes, and control frames. Whatever arrives costs something, also what is refused later.
///
/// For the thread that reads, except [#unfinishedSince] and [#unfinishedBytes].
final class InboundLimiter {
  /// Messages, with their parts, before the client has signed in: CONNECT is one frame.
  private static final int MAX_BEFORE_SIGN_IN = 100;

  /// So much arrives for the price of one message.
  private static final int BYTES_A_TOKEN_SHIFT = 12;

  /// Messages and frames are so many times as many as SEND frames may be.
  private static final int FRAMES_A_SEND = 20;

  /// No client has a reason to ping more often than once a second for long.
  private static final int CONTROLS_PER_SECOND = 10;

  private static final int CONTROLS_AT_ONCE = 100;

  private final TokenBucket data;
  private final TokenBucket controls;
  private int beforeSignIn;
  private boolean signedIn;
  private volatile long unfinishedSince;
  private volatile int unfinishedBytes;

  /// @param limits how many SEND frames are allowed, which the rest is derived from
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

  /// A message arrived, or a part of one.
  ///
  /// @return false when it is too much
  boolean message(long nanos, int bytes) {
    if (!signedIn && ++beforeSignIn > MAX_BEFORE_SIGN_IN) {
      return false;
    }
    return data.take(nanos, 1 + (bytes >> BYTES_A_TOKEN_SHIFT));
  }

  /// A STOMP frame was read.
  ///
  /// @return false when it is too much
  boolean frame(long nanos) {
    if (unfinishedSince != 0) {
      unfinishedSince = 0;
      unfinishedBytes = 0;
    }
    return data.take(nanos, 1);
  }

  /// A ping or a pong arrived.
  ///
  /// @return false when it is too much
  boolean control(long nanos) {
    return controls.take(nanos, 1);
  }

  /// The beginning of a frame is here and its end is not.
  ///
  /// @param bytes so many are kept until then
  void unfinished(long nanos, int bytes) {
    unfinishedBytes = bytes;
    if (unfinishedSince == 0) {
      unfinishedSince = nanos;
    }
  }

  /// Since when the end of a frame has been missing, in nanoseconds; 0 when none is. From any thread.
  long unfinishedSince() {
    return unfinishedSince;
  }

  /// Bytes that are kept of a frame whose end is missing. From any thread.
  int unfinishedBytes() {
    return unfinishedBytes;
  }
}
