package info.powow.query;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.EventSource;
import info.powow.projector.Projector;
import java.time.Duration;
import java.util.function.Supplier;

/// Ensures that a query sees every write that was acknowledged before it: waits until the views
/// have caught up with the log as it was when the query arrived.
public final class ReadYourWrites {
  private final EventSource log;
  private final Projector projector;
  private final ViewStoreBreaker guard;
  private final Duration wait;

  ReadYourWrites(EventSource log, Projector projector, ViewStoreBreaker guard, Duration wait) {
    this.log = log;
    this.projector = projector;
    this.guard = guard;
    this.wait = wait;
  }

  /// Waits a short time for the views.
  ///
  /// @return the number of events that are still missing, or 0
  /// @throws Rejected `views_unavailable` if the store of the views is known to be unavailable
  public long await() {
    guard.requireThere();
    long head;
    try {
      head = log.head();
    } catch (RuntimeException e) {
      // The log is unavailable, so nothing was acknowledged since it was last reachable. The views
      // have what there is.
      return 0;
    }
    try {
      return projector.awaitReached(head, wait) ? 0 : Math.max(1, head - projector.reached());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Math.max(1, head - projector.reached());
    }
  }

  /// Runs a query on views that are up to date when it starts, and still are when it ends.
  ///
  /// @throws Rejected `views_unavailable` if they are behind, because the caller would rely on an
  ///     incomplete answer
  public <T> T ask(Supplier<T> question) {
    guard.requireThere();
    long head;
    try {
      head = log.head();
    } catch (RuntimeException e) {
      return question.get();
    }
    try {
      if (projector.awaitReached(head, wait)) {
        T answer = question.get();
        if (projector.isReached(head)) {
          return answer;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Rejected(Reason.VIEWS_UNAVAILABLE);
  }
}
