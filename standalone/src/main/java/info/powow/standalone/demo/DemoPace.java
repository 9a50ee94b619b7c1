package info.powow.standalone.demo;

import java.time.Duration;

/// The speed of the demo.
record DemoPace(double times) {
  void pause(long milliseconds) throws InterruptedException {
    Thread.sleep(Duration.ofNanos((long) (milliseconds * 1_000_000 / times)));
  }

  /// Waits as long as a person takes to type a text, up to a limit.
  void write(String text) throws InterruptedException {
    pause(Math.min(800 + 45L * text.length(), 7_000));
  }
}
