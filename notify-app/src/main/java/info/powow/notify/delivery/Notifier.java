package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.notification.Decision;
import info.powow.domain.notification.InAppMessage;
import info.powow.domain.notification.TellConnected.Told;
import info.powow.domain.notification.Verdict;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.notify.delivery.NotificationBatch.TrayChange;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.Share;
import info.powow.notify.outbox.Tray;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log, decides who is notified of what, and writes the results to the outbox.
///
/// PushDelivery a message never waits for anything that this class reads. The outbox gets the results
/// before the new position in the log, so a crash loses nothing. Of several processes, one follows
/// the log, and all of them send. An outbox that is new, or that belongs to another log, begins at
/// the head of the log, so nobody is notified of anything old.
public final class Notifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final int BATCH = 500;

  /// The shortest time between two decisions, so that one query and one write cover many messages.
  private static final Duration PERIOD = Duration.ofMillis(25);

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /// How often a process that does not follow the log checks whether it should.
  private static final Duration STANDBY = Duration.ofMillis(250);

  private final EventSource log;
  private final Outbox outbox;
  private final People people;
  private final NotificationDecider decider;
  private final Deliveries deliveries;
  private final MailDeliveries mails;
  private final Share share;
  private final Clock clock;
  private volatile boolean running;
  private @Nullable Thread thread;

  public Notifier(
      EventSource log,
      Outbox outbox,
      People people,
      NotificationDecider decider,
      Deliveries deliveries,
      MailDeliveries mails,
      Share share,
      Clock clock) {
    this.log = log;
    this.outbox = outbox;
    this.people = people;
    this.decider = decider;
    this.deliveries = deliveries;
    this.mails = mails;
    this.share = share;
    this.clock = clock;
  }

  public void start() {
    running = true;
    share.start();
    deliveries.start();
    mails.start();
    try {
      Long claim = share.followerClaim();
      if (claim != null) {
        // Sets the position now, so that even a new outbox misses no message from here on.
        long unused = begin(claim);
      }
    } catch (RuntimeException e) {
      LOG.warn("notifications begin once the log is available: {}", describe(e));
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
    mails.close();
    share.close();
  }

  private void run() {
    while (running) {
      try {
        Long claim = share.followerClaim();
        if (claim == null) {
          Thread.sleep(STANDBY);
        } else {
          follow(claim);
        }
      } catch (InterruptedException e) {
        return;
      } catch (Outbox.Superseded e) {
        // This process was suspended, and the outbox noticed. Its share notices by its own clock,
        // too.
        LOG.info("Another process follows the log");
      } catch (RuntimeException e) {
        // The log, the views or the outbox are unavailable. Events that were not committed are read
        // again.
        LOG.warn("notifications are delayed: {}", describe(e));
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

  private void follow(long claim) throws InterruptedException {
    // The cache may be stale: another process may have followed the log since.
    decider.forget();
    long index = begin(claim);
    try (EventSource.Cursor cursor = log.openAfter(index)) {
      while (running && isFollowing(claim)) {
        List<LoggedEvent> events = cursor.poll(BATCH);
        if (events.isEmpty()) {
          cursor.await(IDLE);
        } else {
          long began = System.nanoTime();
          if (!take(events, claim)) {
            return;
          }
          if (events.size() < BATCH) {
            TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos() - (System.nanoTime() - began));
          }
        }
      }
    }
  }

  /// Whether this process still follows the log under that claim, not under a newer one.
  private boolean isFollowing(long claim) {
    Long now = share.followerClaim();
    return now != null && now == claim;
  }

  /// Announces the claim, and returns the index to continue from.
  private long begin(long claim) {
    String epoch = epoch();
    long head = log.head();
    Outbox.Position position = outbox.follow(claim);
    if (position != null && position.logEpoch().equals(epoch) && position.index() <= head) {
      return position.index();
    }
    outbox.commit(
        new Outbox.Batch(
            List.of(),
            Map.of(),
            List.of(),
            Map.of(),
            new Outbox.Progress(claim, new Outbox.Position(epoch, head))));
    return head;
  }

  /// An empty log has no epoch yet.
  private String epoch() {
    String epoch = log.epoch();
    return epoch == null ? "" : epoch;
  }

  /// Decides about events, and writes the results to the outbox.
  ///
  /// @return false if this process does not follow the log any more; then nothing was written
  private boolean take(List<LoggedEvent> events, long claim) {
    NotificationBatch found = decider.about(events);
    Map<PersonId, Tray> before = new HashMap<>();
    Map<PersonId, Tray> trays = new HashMap<>();
    Map<String, JournalEntry> cancelled = new HashMap<>();
    List<Told> told = new ArrayList<>();
    for (TrayChange change : found.trays()) {
      PersonId person = change.person();
      Tray old = trays.get(person);
      if (old == null) {
        old = outbox.tray(person);
        before.put(person, old);
      }
      Tray next = change.change().apply(old);
      trays.put(person, next);
      if (change.clears() != null) {
        cancelled.putAll(cancelled(change, old, change.clears()));
      }
      InAppMessage message = change.message(old, next);
      if (message != null) {
        told.add(Told.of(person, message));
      }
    }
    if (!isFollowing(claim)) {
      // This process was suspended meanwhile, and another one may have taken these events. The
      // outbox notices if this process is suspended after this line.
      return false;
    }
    // An unchanged tray is the same object.
    trays.entrySet().removeIf(each -> each.getValue() == before.get(each.getKey()));
    outbox.commit(
        new Outbox.Batch(
            found.rows(),
            cancelled,
            found.journal(),
            trays,
            new Outbox.Progress(claim, new Outbox.Position(epoch(), events.getLast().index()))));
    if (!found.rows().isEmpty()) {
      deliveries.wake();
      mails.wake();
    }
    if (!told.isEmpty()) {
      people.tell(told);
    }
    return true;
  }

  /// Rows that wait for a second decision, and need not any more.
  private Map<String, JournalEntry> cancelled(TrayChange change, Tray before, Verdict why) {
    Map<String, JournalEntry> cancelled = new HashMap<>();
    ConversationId in = change.conversation();
    for (long position : before.unread().getOrDefault(in, List.of())) {
      if (position <= change.position()) {
        cancelled.put(
            NotificationDecider.keyOf(change.person(), in, position),
            NotificationDecider.step(
                in, position, change.person(), new Decision.Nothing(why), clock.instant()));
      }
    }
    return cancelled;
  }
}
