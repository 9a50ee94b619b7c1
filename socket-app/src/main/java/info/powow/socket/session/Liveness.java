package info.powow.socket.session;

import java.time.Duration;

/// Detects clients that are gone, and decides when the server has to send something: STOMP
/// heart-beats if negotiated, otherwise WebSocket pings.
final class Liveness {
  enum Due {
    NOTHING,
    /// The client has sent no heart-beat for twice the negotiated interval.
    HEART_BEATS_MISSED,
    /// The client has not answered pings.
    PINGS_UNANSWERED,
    PING,
    HEART_BEAT
  }

  private final long pingInterval;
  private volatile HeartBeats heartBeats = HeartBeats.NONE;
  private volatile long heardAt;
  private volatile long saidAt;

  Liveness(Duration pingInterval, long nanos) {
    this.pingInterval = pingInterval.toNanos();
    this.heardAt = nanos;
    this.saidAt = nanos;
  }

  void agreed(HeartBeats agreed) {
    heartBeats = agreed;
  }

  HeartBeats heartBeats() {
    return heartBeats;
  }

  void heard(long nanos) {
    heardAt = nanos;
  }

  void said(long nanos) {
    saidAt = nanos;
  }

  /// @param every the interval at which this is called
  Due due(long nanos, Duration every) {
    long silence = nanos - heardAt;
    long beatsExpected = nanos(heartBeats.receiveEvery());
    if (beatsExpected > 0 && silence > 2 * beatsExpected) {
      return Due.HEART_BEATS_MISSED;
    }
    if (beatsExpected == 0 && silence > 3 * pingInterval) {
      return Due.PINGS_UNANSWERED;
    }
    long beatEvery = nanos(heartBeats.sendEvery());
    if (beatEvery > 0 && nanos - saidAt > beatEvery - 2 * every.toNanos()) {
      return Due.HEART_BEAT;
    }
    return beatsExpected == 0 && silence > pingInterval ? Due.PING : Due.NOTHING;
  }

  private static long nanos(int milliseconds) {
    return milliseconds * 1_000_000L;
  }
}
