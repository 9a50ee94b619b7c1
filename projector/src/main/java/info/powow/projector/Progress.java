package info.powow.projector;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The progress of a projection.
///
/// @param reached the log index up to which everything is written
/// @param head the index of the newest event
/// @param eventsPerSecond the current rate while catching up at startup; afterwards, the final rate
/// @param caughtUp whether it has reached the head since startup
/// @param failing why it cannot continue at the moment
public record Progress(
    long reached, long head, double eventsPerSecond, boolean caughtUp, @Nullable String failing) {

  /// The number of events not yet written.
  public long behind() {
    return Math.max(0, head - reached);
  }

  /// A line for the console.
  String line(String name) {
    long percent = head == 0 ? 100 : 100 * reached / head;
    String rest =
        eventsPerSecond < 1
            ? ""
            : String.format(
                Locale.ROOT,
                ", %,.0f/s, %,d s left",
                eventsPerSecond,
                (long) Math.ceil(behind() / eventsPerSecond));
    return String.format(
        Locale.ROOT, "%s: %,d of %,d events (%d %%)%s", name, reached, head, percent, rest);
  }
}
