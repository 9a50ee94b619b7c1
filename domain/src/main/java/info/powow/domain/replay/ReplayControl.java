package info.powow.domain.replay;

import info.powow.domain.Rejected;

/// What somebody who listens to a replay can do to it.
public sealed interface ReplayControl {
  record Pause() implements ReplayControl {}

  record Resume() implements ReplayControl {}

  /// Plays some events at once, and then pauses.
  record Step(long events) implements ReplayControl {
    private static final int MOST = 1_000;

    public Step {
      if (events < 1 || events > MOST) {
        throw Rejected.field("events", "a number from 1 to " + MOST, "another number");
      }
    }
  }

  /// Goes on after an index of the log: forwards, backwards, or again from the beginning.
  record Seek(long after) implements ReplayControl {
    public Seek {
      if (after < 0) {
        throw Rejected.field("after", "an index, or 0 for the beginning", "a negative number");
      }
    }
  }

  /// @param speed 1 as it was, 60, or max
  record ChangeSpeed(String speed) implements ReplayControl {}
}
