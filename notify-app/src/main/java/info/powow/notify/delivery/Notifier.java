package info.powow.notify.delivery;

import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.notification.InAppMessage;
import info.powow.domain.notification.TellConnected.Told;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.Tray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log, decides who is told of what, and puts that into the outbox.
///
/// Reads nothing that the sending of a message waits for. What it has put into the outbox is written
/// before how far it has come, so a crash loses nothing. An outbox that is new, or that belongs to
/// another log, begins at the head of the log: nobody is told of anything old.
public final class Notifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final int BATCH = 500;

  /// With this many events at once, deciding rests this many times as long as it worked.
  private static final int BUSY = 20;

  private static final int SHARE = 4;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final EventSource log;
  private final Outbox outbox;
  private final People people;
  private final Deciding deciding;
  private final Deliveries deliveries;
  private final Object trays = new Object();
  private volatile boolean running;
  private @Nullable Thread thread;

  public Notifier(
      EventSource log, Outbox outbox, People people, Deciding deciding, Deliveries deliveries) {
    this.log = log;
    this.outbox = outbox;
    this.people = people;
    this.deciding = deciding;
    this.deliveries = deliveries;
  }

  public void start() {
    running = true;
    deliveries.start();
    try {
      // What is said from here on is told, also when the outbox is new.
      long unused = begin();
    } catch (RuntimeException e) {
      LOG.warn("notifications begin when the log is there: {}", describe(e));
    }
    thread = Thread.ofPlatform().name("powow-notify").daemon().start(this::run);
  }

  @Override
  public void close() {
    running = false;
    Thread following = thread;
    if (following != null) {
      following.interrupt();
      try {
        following.join(IDLE.multipliedBy(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    deliveries.close();
  }

  private void run() {
    while (running) {
      try {
        follow();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // The log, the views or the outbox are away: what was not committed comes again.
        LOG.warn("notifications wait: {}", describe(e));
        try {
          Thread.sleep(AGAIN);
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private static String describe(RuntimeException e) {
    Rejected refusal = Rejected.in(e);
    return refusal == null ? e.getClass().getName() : refusal.reason().code();
  }

  private void follow() throws InterruptedException {
    long index = begin();
    try (EventSource.Cursor cursor = log.openAfter(index)) {
      while (running) {
        List<LoggedEvent> events = cursor.poll(BATCH);
        if (events.isEmpty()) {
          cursor.await(IDLE);
        } else {
          long began = System.nanoTime();
          take(events);
          if (events.size() >= BUSY) {
            // Leave the processor and the read side to those who chat: notifications may be late.
            Thread.sleep(Duration.ofNanos(SHARE * (System.nanoTime() - began)));
          }
        }
      }
    }
  }

  /// Where to go on.
  private long begin() {
    String epoch = epoch();
    long head = log.head();
    Outbox.Position position = outbox.position();
    if (position != null && position.logEpoch().equals(epoch) && position.index() <= head) {
      return position.index();
    }
    outbox.commit(List.of(), List.of(), new Outbox.Position(epoch, head));
    return head;
  }

  /// A log that is empty has no epoch yet.
  private String epoch() {
    String epoch = log.epoch();
    return epoch == null ? "" : epoch;
  }

  /// Decides about some events. Conversations are independent of each other.
  private void take(List<LoggedEvent> events) {
    Map<String, List<LoggedEvent>> byConversation = new LinkedHashMap<>();
    for (LoggedEvent event : events) {
      Object happened = event.event();
      if (happened instanceof ConversationEvent each) {
        byConversation
            .computeIfAbsent(each.conversationId().value(), _ -> new ArrayList<>())
            .add(event);
      } else if (happened instanceof ReadEvent.Read read) {
        byConversation
            .computeIfAbsent(read.conversationId().value(), _ -> new ArrayList<>())
            .add(event);
      }
    }
    // One after the other: whoever decides about many at once takes the read side from those who
    // chat.
    Consequences all = new Consequences();
    byConversation.values().forEach(each -> all.add(deciding.about(each)));
    List<Told> told = changeTrays(all.trays());
    outbox.commit(
        all.rows(), all.journal(), new Outbox.Position(epoch(), events.getLast().index()));
    deliveries.wake();
    if (!told.isEmpty()) {
      people.tell(told);
    }
  }

  private List<Told> changeTrays(List<Consequences.TrayChange> changes) {
    List<Told> told = new ArrayList<>();
    synchronized (trays) {
      for (Consequences.TrayChange change : changes) {
        PersonId person = change.person();
        Tray before = outbox.tray(person);
        Tray after = change.change().apply(before);
        if (!after.equals(before)) {
          outbox.save(person, after);
        }
        InAppMessage message = change.message(before, after);
        if (message != null) {
          told.add(Told.of(person, message));
        }
      }
    }
    return told;
  }
}
