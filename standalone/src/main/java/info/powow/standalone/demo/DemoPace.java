package info.powow.standalone.demo;

import java.time.Duration;

/// How long things take on stage.
record DemoPace(double times) {
  void pause(long milliseconds) throws InterruptedException {
    Thread.sleep(Duration.ofNanos((long) (milliseconds * 1_000_000 / times)));
  }

  /// As long as somebody takes to write a text. Nobody waits for ten seconds to see a line.
  void write(String text) throws InterruptedException {
    pause(Math.min(800 + 45L * text.length(), 7_000));
  }
}
