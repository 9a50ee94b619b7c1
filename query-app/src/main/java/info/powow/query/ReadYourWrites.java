package info.powow.query;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.EventSource;
import info.powow.projector.Projector;
import java.time.Duration;
import java.util.function.Supplier;

/// Whoever has been told that something is done finds it done: before a query is answered, the
/// views must have what the log had when the query came.
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

  /// Waits for the views, not for long.
  ///
  /// @return how many events are still missing; 0 when none is
  /// @throws Rejected `views_unavailable` when it is known that the store of the
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

  /// Asks views that have what the log had when the question came, and had it still when they
  /// answered.
  ///
  /// @throws Rejected `views_unavailable` when they are behind: somebody would rely on an answer
  ///     that lacks something
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
