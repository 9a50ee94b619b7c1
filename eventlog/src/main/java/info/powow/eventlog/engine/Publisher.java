package info.powow.eventlog.engine;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells callers, tails and listeners what became of appends, in the order of the log. It has a
/// thread of its own, so that their work does not delay the writer.
final class Publisher {
  private static final Logger logger = LoggerFactory.getLogger(Publisher.class);

  /// Appends that were written together.
  ///
  /// @param writtenAt the time of [System#nanoTime] when they were
  private record Group(List<Append> appends, long writtenAt) {}

  private final EventLogObserver observer;
  private final Runnable afterGroup;
  private final BlockingQueue<Group> finished = new LinkedBlockingQueue<>();
  private final List<Tail> tails = new CopyOnWriteArrayList<>();
  private final List<Consumer<FailedAppend>> failureListeners = new CopyOnWriteArrayList<>();
  private final Thread thread;

  /// Callers and listeners were told of appends up to this ticket.
  private volatile long toldTickets;

  private volatile long failedAppends;

  /// @param afterGroup called after each group that was published
  Publisher(EventLogObserver observer, Runnable afterGroup) {
    this.observer = observer;
    this.afterGroup = afterGroup;
    this.thread = Thread.ofPlatform().name("powow-log-publisher").daemon().unstarted(this::run);
  }

  Thread thread() {
    return thread;
  }

  void publish(List<Append> group) {
    finished.add(new Group(group, System.nanoTime()));
  }

  /// Ends the thread after everything was published.
  void end() {
    finished.add(new Group(List.of(), 0));
  }

  void add(Tail tail) {
    tails.add(tail);
  }

  void remove(Tail tail) {
    tails.remove(tail);
  }

  void closeTails() {
    for (Tail tail : tails) {
      tail.close();
    }
  }

  /// @return removes the listener; returns whether it was registered
  BooleanSupplier onFailedAppend(Consumer<FailedAppend> listener) {
    failureListeners.add(listener);
    return () -> failureListeners.remove(listener);
  }

  long toldTickets() {
    return toldTickets;
  }

  long failedAppends() {
    return failedAppends;
  }

  private void run() {
    while (true) {
      Group group;
      try {
        group = finished.take();
      } catch (InterruptedException e) {
        // The thread is private to the log, and ends when the writer has ended.
        continue;
      }
      if (group.appends().isEmpty()) {
        return;
      }
      for (Tail tail : tails) {
        guarded(tail::wake);
      }
      for (Append append : group.appends()) {
        tell(append, group.writtenAt());
      }
      toldTickets = toldTickets + group.appends().size();
      guarded(afterGroup);
    }
  }

  private void tell(Append append, long writtenAt) {
    EventLogException cause = append.failure();
    if (cause == null) {
      observer.appended(append.nanosSinceHandedOver());
      if (!append.isSnapshot()) {
        tellDurable(append, writtenAt);
      }
    } else {
      observer.failed(cause);
      if (!append.isSnapshot()) {
        FailedAppend failed = new FailedAppend(append.streams(), cause);
        for (Consumer<FailedAppend> listener : failureListeners) {
          guarded(() -> listener.accept(failed));
        }
        failedAppends = failedAppends + 1;
      }
    }
    guarded(append::complete);
  }

  private void tellDurable(Append append, long writtenAt) {
    long index = append.firstIndex();
    List<Append.Prepared> entries = append.entries();
    for (int i = 0; i < entries.size(); i++) {
      observer.durable(
          index + i,
          entries.get(i).entry(),
          append.begunAtNanos(),
          append.queuedAtNanos(),
          writtenAt);
    }
  }

  private static void guarded(Runnable foreign) {
    try {
      foreign.run();
    } catch (RuntimeException e) {
      logger.error("A callback after an append failed", e);
    }
  }
}
