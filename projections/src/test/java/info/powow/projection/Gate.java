package info.powow.projection;

/// Where threads of a test are held up, as those of a process are that is suspended.
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

  /// Until it is shut and a thread is held up.
  synchronized void awaitSomebody() throws InterruptedException {
    while (!somebodyWaits) {
      wait();
    }
  }
}
