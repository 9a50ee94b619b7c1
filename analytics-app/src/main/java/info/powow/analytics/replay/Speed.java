package info.powow.analytics.replay;

import info.powow.domain.Rejected;
import org.jspecify.annotations.Nullable;

/// The speed of a replay.
enum Speed {
  /// Real time.
  AS_IT_WAS("1", 1),
  /// One minute per second.
  MINUTE_IN_A_SECOND("60", 60),
  /// As fast as it is read.
  MAX("max", 0);

  private final String code;
  private final int factor;

  Speed(String code, int factor) {
    this.code = code;
    this.factor = factor;
  }

  /// @param code null for the fastest
  static Speed of(@Nullable String code) {
    if (code == null) {
      return MAX;
    }
    for (Speed speed : values()) {
      if (speed.code.equals(code)) {
        return speed;
      }
    }
    throw Rejected.field("speed", "one of 1, 60, max", "another value");
  }

  String code() {
    return code;
  }

  boolean isPaced() {
    return factor > 0;
  }

  /// How many milliseconds a span of the log takes in the replay.
  long lasts(long millis) {
    return factor == 0 ? 0 : Math.max(0, millis) / factor;
  }
}
