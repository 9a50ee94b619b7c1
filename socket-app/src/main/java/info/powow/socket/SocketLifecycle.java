package info.powow.socket;

import info.powow.socket.push.Push;
import info.powow.socket.session.Sessions;
import org.springframework.context.SmartLifecycle;

/// Starts pushing before the first client can connect, and sends all clients away before the web
/// server stops.
final class SocketLifecycle implements SmartLifecycle {
  private final Push push;
  private final Sessions sessions;
  private volatile boolean running;

  SocketLifecycle(Push push, Sessions sessions) {
    this.push = push;
    this.sessions = sessions;
  }

  @Override
  public void start() {
    push.start();
    sessions.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      sessions.drain();
      push.stop();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
