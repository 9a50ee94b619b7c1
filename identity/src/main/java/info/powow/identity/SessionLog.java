package info.powow.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import info.powow.domain.PersonId;
import info.powow.domain.SessionId;
import info.powow.domain.identity.SessionEvent;
import info.powow.domain.identity.SessionEvent.SessionEnded;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/// Tracks which sessions are open and which people exist, according to the log, in every process.
///
/// A session is looked up in the log when its first token arrives, and then cached; the tail of the
/// log reports its end. So nothing has to be read at startup, and memory is bounded by the sessions
/// in use.
public final class SessionLog implements KnownSessions, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);
  private static final long MAX_KNOWN = 200_000;
  private static final long PAUSE_MILLIS = 200;

  private final ObjectProvider<EventStore> events;
  private final Cache<SessionId, Status> sessions;
  private final Cache<PersonId, Boolean> people =
      Caffeine.newBuilder().maximumSize(MAX_KNOWN).build();
  private final List<Consumer<SessionId>> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Thread following;
  private @Nullable TrackingToken last;
  private boolean joined;
  private volatile boolean running;

  /// @param person the owner of the session
  private record Status(PersonId person, boolean open) {}

  /// @param lifetime of access tokens: an entry is not needed any longer
  SessionLog(ObjectProvider<EventStore> events, Duration lifetime) {
    this.events = events;
    this.sessions =
        Caffeine.newBuilder().maximumSize(MAX_KNOWN).expireAfterAccess(lifetime).build();
  }

  /// The stream of a person's sessions.
  public static String streamOf(PersonId person) {
    return "sessions:" + person.value();
  }

  /// @param listener called for each session that ends, on the thread that follows the log
  public void onEnded(Consumer<SessionId> listener) {
    listeners.add(listener);
  }

  @Override
  public boolean isOpen(PersonId person, SessionId session) {
    // Updates from the tail meanwhile wait for the lookup, and then apply.
    Status status = sessions.get(session, _ -> lookUp(person, session));
    return status.open() && status.person().equals(person);
  }

  @Override
  public boolean isKnown(PersonId person) {
    if (people.getIfPresent(person) != null) {
      return true;
    }
    boolean known = events.getObject().lastSequenceNumberFor(person.value()).isPresent();
    if (known) {
      people.put(person, true);
    }
    return known;
  }

  private Status lookUp(PersonId person, SessionId session) {
    boolean open = false;
    DomainEventStream stream = events.getObject().readEvents(streamOf(person), 0);
    while (stream.hasNext()) {
      if (stream.next().getPayload() instanceof SessionEvent event
          && event.sessionId().equals(session)) {
        open = !(event instanceof SessionEnded);
      }
    }
    return new Status(person, open);
  }

  @Override
  public void start() {
    running = true;
    following = Thread.ofVirtual().name("session-log").start(this::run);
  }

  private void run() {
    while (running) {
      try {
        follow();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("ended sessions cannot be followed at the moment: {}", e.getClass().getName());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void follow() throws InterruptedException {
    EventStore log = events.getObject();
    if (!joined) {
      last = log.createHeadToken();
    }
    try (BlockingStream<TrackedEventMessage<?>> stream = log.openStream(last)) {
      if (!joined) {
        // Earlier ends are not reported.
        sessions.invalidateAll();
        joined = true;
      }
      while (running) {
        if (stream.hasNextAvailable(1, TimeUnit.SECONDS)) {
          TrackedEventMessage<?> message = stream.nextAvailable();
          last = message.trackingToken();
          if (SessionEnded.class.isAssignableFrom(message.getPayloadType())) {
            ended((SessionEnded) message.getPayload());
          }
        }
      }
    }
  }

  private void ended(SessionEnded ended) {
    sessions
        .asMap()
        .computeIfPresent(ended.sessionId(), (_, known) -> new Status(known.person(), false));
    for (Consumer<SessionId> listener : listeners) {
      try {
        listener.accept(ended.sessionId());
      } catch (RuntimeException e) {
        LOG.error("the end of a session could not be told: {}", e.getClass().getName());
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

  /// Before connections are accepted.
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
