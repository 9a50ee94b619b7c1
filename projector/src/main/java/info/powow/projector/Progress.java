package info.powow.projector;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How far a projection is.
///
/// @param reached place in the log up to which all is written
/// @param head place of the newest event
/// @param eventsPerSecond while catching up at the start; afterwards what it was then
/// @param caughtUp whether it has been at the head since it was started
/// @param failing why it cannot go on at the moment
public record Progress(
    long reached, long head, double eventsPerSecond, boolean caughtUp, @Nullable String failing) {

  /// How many events are not written yet.
  public long behind() {
    return Math.max(0, head - reached);
  }

  /// As a line for a console.
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
