package info.powow.images;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.ops.Dependency;
import info.powow.ops.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Limits concurrent work on pictures, by number and by memory. Work that finds no room waits for a
/// while, in order of arrival.
final class ImageWorkLimiter {
  private static final int UNIT = 1 << 10;

  private final Semaphore permits;
  private final Semaphore memory;
  private final int units;
  private final Duration timeout;
  private final Dependency pictures;
  private final int maxWaiting;

  /// @param concurrency the maximum number of pictures at once
  /// @param bytes the maximum memory for all of them
  /// @param timeout how long to wait
  /// @param maxWaiting the maximum number that wait
  /// @param pictures counts the work
  ImageWorkLimiter(
      int concurrency, long bytes, Duration timeout, int maxWaiting, Dependency pictures) {
    this.pictures = pictures;
    this.permits = new Semaphore(concurrency, true);
    this.units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
    this.memory = new Semaphore(units, true);
    this.timeout = timeout;
    this.maxWaiting = maxWaiting;
    pictures.pool(() ->
        new Dependency.Pool(concurrency - permits.availablePermits(), waiting(), concurrency));
  }

  /// Work on a picture.
  @FunctionalInterface
  interface Work<T> {
    T done() throws IOException;
  }

  /// Bytes reserved at the moment.
  long taken() {
    return (long) (units - memory.availablePermits()) * UNIT;
  }

  /// The number that wait for room.
  int waiting() {
    return permits.getQueueLength() + memory.getQueueLength();
  }

  /// @throws Rejected `too_many_pixels` if it can never fit, `images_busy` if there is no room in
  ///     time
  <T> T on(long bytes, Work<T> work) throws IOException {
    long needed = bytes / UNIT + 1;
    if (needed > units) {
      throw new Rejected(Reason.TOO_MANY_PIXELS);
    }
    if (waiting() >= maxWaiting) {
      pictures.rejected();
      throw new Rejected(Reason.IMAGES_BUSY);
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    take(permits, 1, deadline);
    try {
      take(memory, (int) needed, deadline);
      long began = pictures.enter();
      Outcome outcome = Outcome.BAD_REQUEST;
      try {
        T done = work.done();
        outcome = Outcome.SUCCESS;
        return done;
      } catch (OutOfMemoryError e) {
        outcome = Outcome.FAILURE;
        // The estimate was too low and a single allocation failed; nothing else is affected.
        throw new Rejected(Reason.IMAGES_BUSY);
      } finally {
        pictures.ended(outcome, began, null);
        memory.release((int) needed);
      }
    } finally {
      permits.release();
    }
  }

  private void take(Semaphore semaphore, int permits, long deadline) {
    try {
      if (!semaphore.tryAcquire(permits, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        pictures.rejected();
        throw new Rejected(Reason.IMAGES_BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Rejected(Reason.IMAGES_BUSY);
    }
  }
}
