package info.powow.command;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Follows the log and evicts cached states that other nodes have changed.
final class CacheInvalidationTailer implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(CacheInvalidationTailer.class);
  private static final long PAUSE_MILLIS = 1_000;

  private final PeerCacheInvalidation others;
  private final EventStore events;
  private final List<InvalidatableCache> remembered;
  private @Nullable Thread following;
  private volatile boolean running;

  CacheInvalidationTailer(
      EventStore events, List<InvalidatableCache> remembered, PeerCacheInvalidation others) {
    this.others = others;
    this.events = events;
    this.remembered = remembered;
  }

  @Override
  public void start() {
    running = true;
    following = Thread.ofVirtual().name("written-elsewhere").start(this::run);
  }

  private void run() {
    boolean joined = false;
    while (running) {
      try {
        if (!joined) {
          others.join();
          joined = true;
        }
        follow();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("the log cannot be followed at the moment: {}", e.getClass().getName());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void follow() throws InterruptedException {
    TrackingToken head = events.createHeadToken();
    try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(head)) {
      // Earlier events are not delivered, so evict everything.
      remembered.forEach(each -> each.forgetAll().run());
      while (running) {
        if (stream.hasNextAvailable(1, TimeUnit.SECONDS)) {
          on(stream.nextAvailable());
        }
      }
    }
  }

  private void on(TrackedEventMessage<?> message) {
    if (message instanceof DomainEventMessage<?> domain) {
      for (InvalidatableCache each : remembered) {
        if (each.events().isAssignableFrom(message.getPayloadType())) {
          each.forget().accept(domain.getAggregateIdentifier());
        }
      }
    }
  }

  @Override
  public void stop() {
    running = false;
    Thread thread = following;
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
