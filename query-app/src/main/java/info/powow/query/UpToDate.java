package info.powow.query;

import info.powow.projection.EventSource;
import info.powow.projection.Projector;
import java.time.Duration;

/// Whoever has been told that something is done finds it done: before a query is answered, the
/// views must have what the log had when the query came.
public final class UpToDate {
  private final EventSource log;
  private final Projector projector;
  private final ViewsGuard guard;
  private final Duration wait;

  UpToDate(EventSource log, Projector projector, ViewsGuard guard, Duration wait) {
    this.log = log;
    this.projector = projector;
    this.guard = guard;
    this.wait = wait;
  }

  /// Waits for the views, not for long.
  ///
  /// @return how many events are still missing; 0 when none is
  /// @throws info.powow.domain.Rejected `views_unavailable` when it is known that the store of the
  ///     views is away
  public long await() {
    guard.requireThere();
    long head;
    try {
      head = log.head();
    } catch (RuntimeException e) {
      // The log is away: nothing can have been acknowledged since it was there, and what the views
      // have is the answer.
      return 0;
    }
    try {
      return projector.awaitReached(head, wait) ? 0 : Math.max(1, head - projector.reached());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Math.max(1, head - projector.reached());
    }
  }
}
