package info.powow.socket.session;

import info.powow.domain.Rejected;
import info.powow.socket.stomp.ClientFrame;
import org.jspecify.annotations.Nullable;

/// The headers of a SUBSCRIBE frame for a replay.
///
/// @param after the index after which it begins
/// @param paused whether it waits
record ReplayHeaders(long after, boolean paused) {
  private static final int MOST_DIGITS = 18;

  static ReplayHeaders parse(ClientFrame frame) {
    return new ReplayHeaders(after(frame.header("after")), paused(frame.header("paused")));
  }

  private static long after(@Nullable String header) {
    if (header == null) {
      return 0;
    }
    if (header.isEmpty()
        || header.length() > MOST_DIGITS
        || !header.chars().allMatch(each -> each >= '0' && each <= '9')) {
      throw Rejected.field("after", "the index of an event", "another value");
    }
    return Long.parseLong(header);
  }

  private static boolean paused(@Nullable String header) {
    return switch (header) {
      case null -> false;
      case "true" -> true;
      case "false" -> false;
      default -> throw Rejected.field("paused", "true or false", "another value");
    };
  }
}
