package info.powow.socket.presence;

import java.time.Duration;

/// Has something done on the push thread after a while.
public interface PushTimer {
  void execute(Duration pause, Runnable task);
}
