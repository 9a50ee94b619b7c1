package info.powow.images;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// As much room as there is for pictures that are being worked on: so many at once, and so much
/// memory in all. Who finds none waits for a while, in the order of coming.
final class ImageWorkLimiter {
  private static final int UNIT = 1 << 10;

  private final Semaphore places;
  private final Semaphore memory;
  private final int units;
  private final Duration timeout;
  private final int maxWaiting;

  /// @param concurrency how many may be worked on at once
  /// @param bytes how much memory these may take together
  /// @param timeout how long one waits
  /// @param maxWaiting how many may wait
  ImageWorkLimiter(int places, long bytes, Duration timeout, int maxWaiting) {
    this.places = new Semaphore(places, true);
    this.units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
    this.memory = new Semaphore(units, true);
    this.timeout = timeout;
    this.maxWaiting = maxWaiting;
  }

  /// Some work on a picture.
  @FunctionalInterface
  interface Work<T> {
    T done() throws IOException;
  }

  /// Bytes that are taken at the moment.
  long taken() {
    return (long) (units - memory.availablePermits()) * UNIT;
  }

  /// How many wait for a place or for memory.
  int waiting() {
    return places.getQueueLength() + memory.getQueueLength();
  }

  /// @throws Rejected `too_many_pixels` when it would never fit, `images_busy` when there is no
  ///     room for too long
  <T> T on(long bytes, Work<T> work) throws IOException {
    long needed = bytes / UNIT + 1;
    if (needed > units) {
      throw new Rejected(Reason.TOO_MANY_PIXELS);
    }
    if (waiting() >= maxWaiting) {
      throw new Rejected(Reason.IMAGES_BUSY);
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    take(places, 1, deadline);
    try {
      take(memory, (int) needed, deadline);
      try {
        return work.done();
      } catch (OutOfMemoryError e) {
        // More was needed than reckoned, and one array could not be had: nothing else is harmed.
        throw new Rejected(Reason.IMAGES_BUSY);
      } finally {
        memory.release((int) needed);
      }
    } finally {
      places.release();
    }
  }

  private static void take(Semaphore semaphore, int permits, long deadline) {
    try {
      if (!semaphore.tryAcquire(permits, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new Rejected(Reason.IMAGES_BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Rejected(Reason.IMAGES_BUSY);
    }
  }
}
