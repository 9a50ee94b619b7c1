package info.powow.socket.push;

import java.util.ArrayList;
import java.util.List;

/// Collects the output of one round of the push thread, so that several frames for one device leave
/// in one write.
public final class Outbox {
  private final List<Subscriber> waiting = new ArrayList<>();
  private long frames;

  public void put(Subscriber subscriber, byte[] frame) {
    frames++;
    if (subscriber.keep(frame)) {
      waiting.add(subscriber);
    }
  }

  void flush() {
    for (Subscriber subscriber : waiting) {
      subscriber.flush();
    }
    waiting.clear();
  }

  /// The number of frames added so far.
  long frames() {
    return frames;
  }
}
