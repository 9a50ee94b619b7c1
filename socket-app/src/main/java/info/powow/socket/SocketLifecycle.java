package info.powow.socket;

import info.powow.socket.presence.PresencePeers;
import info.powow.socket.push.Push;
import info.powow.socket.session.SessionRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Starts the push loop before clients can connect, and closes all connections before the web
/// server stops. Until the log can be followed, no client is admitted.
final class SocketLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SocketLifecycle.class);

  private final PresencePeers others;
  private final Push push;
  private final SessionRegistry sessions;
  private final Duration retryEvery;
  private @Nullable Thread waiting;
  private volatile boolean running;

  SocketLifecycle(PresencePeers others, Push push, SessionRegistry sessions, Duration retryEvery) {
    this.others = others;
    this.push = push;
    this.sessions = sessions;
    this.retryEvery = retryEvery;
  }

  @Override
  public void start() {
    running = true;
    if (!begin()) {
      waiting = Thread.ofVirtual().name("socket-start").start(this::beginLater);
    }
  }

  private boolean begin() {
    try {
      others.join();
      push.start();
    } catch (RuntimeException e) {
      LOG.warn("the log cannot be followed yet, so nobody is let in: {}", e.getClass().getName());
      return false;
    }
    sessions.start();
    return true;
  }

  private void beginLater() {
    try {
      do {
        Thread.sleep(retryEvery);
      } while (!begin());
    } catch (InterruptedException _) {
      return;
    }
    LOG.info("the log can be followed now: clients are let in");
  }

  @Override
  public void stop() {
    running = false;
    try {
      Thread beginning = waiting;
      if (beginning != null) {
        beginning.interrupt();
        beginning.join();
      }
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
