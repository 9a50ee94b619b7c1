package info.powow.projection;

/// Holds up threads of a test, as if their process were suspended.
final class Gate {
  private int passesLeft = Integer.MAX_VALUE;
  private boolean somebodyWaits;

  synchronized void pass() {
    boolean interrupted = false;
    while (passesLeft == 0) {
      somebodyWaits = true;
      notifyAll();
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (passesLeft != Integer.MAX_VALUE) {
      passesLeft--;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void shut() {
    shutAfter(0);
  }

  synchronized void shutAfter(int passes) {
    passesLeft = passes;
    somebodyWaits = false;
  }

  synchronized void open() {
    passesLeft = Integer.MAX_VALUE;
    notifyAll();
  }

  /// Waits until it is shut and holds up a thread.
  synchronized void awaitSomebody() throws InterruptedException {
    while (!somebodyWaits) {
      wait();
    }
  }
}
