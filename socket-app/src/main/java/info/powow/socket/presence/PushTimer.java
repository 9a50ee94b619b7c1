package info.powow.socket.presence;

import java.time.Duration;

/// Schedules work on the push thread.
public interface PushTimer {
  void execute(Duration pause, Runnable task);
}
