package info.powow.eventlog.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The appends between their callers and the writer, in the order of their calls. Bounded by bytes.
/// It also makes readers of a stream wait for the appends that were called before.
///
/// Each append has a ticket, counted from 1. The writer completes tickets in order, so one number
/// says which are done.
///
/// Thread-safe.
final class AppendQueue {
  private static final int STRIPES = 4_096;
  private static final int LINGER_FOR = 2;

  private final EventLogOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition somethingWaits = lock.newCondition();
  private final Condition someRoom = lock.newCondition();
  private final Condition ticketDone = lock.newCondition();

  // guarded by lock
  private final ArrayDeque<Append> waiting = new ArrayDeque<>();
  private final ArrivalRate arrivals = new ArrivalRate(System.nanoTime());
  private long waitingBytes;
  private long tickets;
  private boolean writerIdle;
  private boolean closing;
  private int ticketWaiters;
  private @Nullable Append newestAppend;

  /// For each stripe of streams, the ticket of the latest append: readers of such a stream have to
  /// wait for it.
  private final AtomicLongArray latestTicket = new AtomicLongArray(STRIPES);

  private final Map<Fingerprint, Append> waitingKeys = new ConcurrentHashMap<>();

  private volatile long doneTickets;

  AppendQueue(EventLogOptions options) {
    this.options = options;
  }

  /// Waits for room if the queue is full.
  ///
  /// @return false if the queue is closed
  boolean add(Append append) {
    lock.lock();
    try {
      while (!closing && waitingBytes > 0 && waitingBytes + append.bytes() > options.queueBytes()) {
        someRoom.awaitUninterruptibly();
      }
      if (closing) {
        return false;
      }
      tickets++;
      for (Append.Prepared prepared : append.entries()) {
        if (prepared.stream() != null) {
          latestTicket.set(stripe(prepared.stream()), tickets);
        }
        if (prepared.key() != null && !append.isSnapshot()) {
          waitingKeys.put(prepared.key(), append);
        }
      }
      waitingBytes += append.bytes();
      waiting.add(append);
      newestAppend = append;
      if (writerIdle) {
        writerIdle = false;
        somethingWaits.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Takes all waiting appends, up to the size of a batch. Empty if the queue is closed and nothing
  /// is left.
  List<Append> takeGroup() {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        if (closing) {
          return List.of();
        }
        writerIdle = true;
        somethingWaits.awaitUninterruptibly();
      }
      writerIdle = false;
      linger();
      List<Append> group = new ArrayList<>(waiting.size());
      long bytes = 0;
      Append next = waiting.peek();
      while (next != null && (group.isEmpty() || bytes + next.bytes() <= options.batchBytes())) {
        group.add(waiting.remove());
        bytes += next.bytes();
        next = waiting.peek();
      }
      waitingBytes -= bytes;
      arrivals.took(group.size(), System.nanoTime());
      someRoom.signalAll();
      return group;
    } finally {
      lock.unlock();
    }
  }

  /// Waits briefly for more appends if the rate is high, so that they share the fsync and the
  /// wake-ups. Does not wait for a lone append.
  private void linger() {
    if (arrivals.expectedIn(options.lingerNanos()) < LINGER_FOR) {
      return;
    }
    long left = options.lingerNanos();
    while (left > 0 && !closing && ticketWaiters == 0 && waitingBytes < options.batchBytes()) {
      try {
        left = somethingWaits.awaitNanos(left);
      } catch (InterruptedException e) {
        // The thread is private to the log, so nobody else interrupts it.
        return;
      }
    }
  }

  /// The writer is done with the oldest group that it took: its entries can be read, or failed.
  void done(List<Append> group) {
    for (Append append : group) {
      for (Append.Prepared prepared : append.entries()) {
        if (prepared.key() != null) {
          waitingKeys.remove(prepared.key(), append);
        }
      }
    }
    doneTickets = doneTickets + group.size();
    lock.lock();
    try {
      if (ticketWaiters > 0) {
        ticketDone.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the appends to this stream that were added before.
  void awaitDone(Fingerprint stream) {
    long ticket = latestTicket.get(stripe(stream));
    if (doneTickets >= ticket) {
      return;
    }
    lock.lock();
    try {
      ticketWaiters++;
      while (doneTickets < ticket) {
        ticketDone.awaitUninterruptibly();
      }
    } finally {
      ticketWaiters--;
      lock.unlock();
    }
  }

  /// Whether an append under this key waits.
  boolean hasKey(Fingerprint key) {
    return waitingKeys.containsKey(key);
  }

  /// Completes with the newest append, whether it succeeds or fails; at once if callers were told
  /// of all tickets.
  CompletableFuture<Void> settled(long toldTickets) {
    lock.lock();
    try {
      return newestAppend == null || toldTickets >= tickets
          ? CompletableFuture.completedFuture(null)
          : newestAppend.done().handle((_, _) -> null);
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// Refuses new appends. Those that wait can still be taken.
  void close() {
    lock.lock();
    try {
      closing = true;
      somethingWaits.signalAll();
      someRoom.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static int stripe(Fingerprint stream) {
    return (int) stream.low() & (STRIPES - 1);
  }
}
