package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.notification.Decision;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.Verdict;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.json.EventJson;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.OutboxRow.Kind;
import info.powow.notify.outbox.Share;
import info.powow.notify.push.AppPushSender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processes the outbox: checks each row again, and sends it if that is still right.
///
/// A row is marked under the claim of this process before it is decided or sent. After a crash it
/// is due again, and sent under the same topic and tag, so devices show it once.
public final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int AT_ONCE = 256;
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration SENDING = Duration.ofMinutes(1);
  private static final Duration AWAY = Duration.ofSeconds(2);

  private final Outbox outbox;
  private final Share share;
  private final People people;
  private final PushDelivery push;
  private final GatheringDeliveries gatherings;
  private final MessageReview review;
  private final AppPushIds ids;
  private final NotificationMetrics metrics;
  private final Clock clock;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Semaphore work = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;

  public Deliveries(
      EventSource log,
      Outbox outbox,
      People people,
      PayloadSender browsers,
      AppPushSender apps,
      AppPushIds ids,
      Topics topics,
      NotificationMetrics metrics,
      EventJson json,
      Share share,
      Clock clock) {
    this.outbox = outbox;
    this.share = share;
    this.people = people;
    this.push = new PushDelivery(outbox, people, browsers, apps, ids, metrics, json, share, clock);
    this.gatherings =
        new GatheringDeliveries(outbox, people, push, topics, metrics, clock, this::wake);
    this.review = new MessageReview(log, outbox, people, topics, clock);
    this.ids = ids;
    this.metrics = metrics;
    this.clock = clock;
  }

  void start() {
    running = true;
    thread = Thread.ofPlatform().name("powow-deliver").daemon().start(this::run);
  }

  /// Call when rows may be due.
  public void wake() {
    work.release();
  }

  @Override
  public void close() {
    running = false;
    work.release();
    Thread working = thread;
    if (working != null) {
      try {
        working.join(SENDING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    workers.shutdown();
    try {
      // Rows that are not finished by then are due again after a restart.
      if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (running) {
      try {
        boolean unused = work.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        work.drainPermits();
        for (OutboxRow row :
            outbox.due(
                OutboxRow.Lane.PUSH,
                share.segments(),
                clock.instant(),
                AT_ONCE + underWay.size())) {
          if (underWay.size() < AT_ONCE && underWay.add(row.key())) {
            workers.execute(() -> workOff(row));
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("the outbox cannot be read: {}", e.getClass().getName());
      }
    }
  }

  private void workOff(OutboxRow due) {
    OutboxRow row = due;
    try {
      if (!share.segments().contains(row.segment(outbox.segments()))) {
        // This process was suspended, or gave the segment back. Another one processes the row.
        return;
      }
      if (row.kind() == Kind.DECIDE
          || row.kind() == Kind.DECIDE_EDIT
          || row.kind() == Kind.SUMMARIZE) {
        OutboxRow marked = mark(row);
        if (marked == null) {
          return;
        }
        row = marked;
      }
      switch (row.kind()) {
        case DECIDE, DECIDE_EDIT -> decide(row, conversation(row));
        case SUMMARIZE -> summarize(row, conversation(row));
        case MESSAGE, REPLACEMENT, DELETION -> deliverMessage(row, conversation(row));
        case SUMMARY -> deliverSummary(row, conversation(row));
        case TEST -> deliverTest(row);
        case FIND_INTERESTED -> gatherings.findInterested(row);
        case FIND_ATTENDEES -> gatherings.findAttendees(row);
        case DECIDE_GATHERING -> gatherings.decide(row);
        case GATHERING -> gatherings.deliver(row);
        case CONFIRM_MAIL,
            DIGEST_MAIL,
            DIGEST_SENT,
            CAMPAIGN,
            CAMPAIGN_MAIL,
            CAMPAIGN_SENT,
            CAMPAIGN_SKIPPED ->
            throw new IllegalStateException(row.kind() + " is mail");
      }
    } catch (RuntimeException e) {
      Rejected refusal = Rejected.in(e);
      LOG.warn(
          "a notification is delayed: {}",
          refusal == null ? e.getClass().getName() : refusal.reason().code());
      try {
        boolean unused = outbox.replace(row, row.later(clock.instant().plus(AWAY), false));
      } catch (RuntimeException outboxAway) {
        LOG.warn("the outbox cannot be written: {}", outboxAway.getClass().getName());
      }
    } finally {
      underWay.remove(due.key());
    }
  }

  /// Marks a row as being decided. Without the mark, a process that was suspended meanwhile would
  /// decide it a second time, and repeat a send of another process.
  ///
  /// @return null if another process has the row, or has changed it
  private @Nullable OutboxRow mark(OutboxRow row) {
    Long epoch = share.claims().get(row.segment(outbox.segments()));
    if (epoch == null) {
      return null;
    }
    OutboxRow marked = row.sending(epoch, clock.instant().plus(SENDING));
    return outbox.replace(row, marked) ? marked : null;
  }

  private static ConversationId conversation(OutboxRow row) {
    return Objects.requireNonNull(row.conversation());
  }

  // --- deciding again --------------------------------------------------------------------------

  private void decide(OutboxRow row, ConversationId in) {
    MessageReview.Look look = review.look(row, in, row.position());
    Recipients.One one = look == null ? null : look.person();
    if (look == null || one == null) {
      finish(row, in, new Decision.Nothing(Verdict.NOT_A_MEMBER));
      return;
    }
    boolean active = !people.active(Set.of(row.person())).isEmpty();
    Decision decision = review.decide(row, look, one, active);
    Instant now = clock.instant();
    switch (decision) {
      case Decision.Push push -> {
        List<OutboxRow> rows =
            one.devices().stream()
                .map(device ->
                    NotificationDecider.message(
                        row.person(),
                        in,
                        row.position(),
                        device,
                        push.relevance(),
                        row.since(),
                        now))
                .toList();
        advance(row, in, decision, rows);
      }
      case Decision.Wait wait -> {
        boolean unused = outbox.replace(row, row.later(wait.until(), false));
      }
      case Decision.Digest digest ->
          advance(
              row,
              in,
              decision,
              List.of(
                  NotificationDecider.summary(
                      row.person(), in, row.position(), row.since(), digest.at())));
      case Decision.Nothing _ -> finish(row, in, decision);
    }
  }

  /// The next rows are written before this row is removed: a crash in between repeats the step.
  private void advance(OutboxRow row, ConversationId in, Decision decision, List<OutboxRow> next) {
    outbox.commit(
        next,
        List.of(
            NotificationDecider.step(in, row.position(), row.person(), decision, clock.instant())));
    metrics.decided(decision.verdict());
    boolean unused = outbox.replace(row, null);
    wake();
  }

  private void finish(OutboxRow row, ConversationId in, Decision decision) {
    advance(row, in, decision, List.of());
  }

  // --- after quiet hours ------------------------------------------------------------------------

  private void summarize(OutboxRow row, ConversationId in) {
    List<Long> unread = outbox.tray(row.person()).unread().getOrDefault(in, List.of());
    if (unread.isEmpty()) {
      finish(row, in, new Decision.Nothing(Verdict.READ));
      return;
    }
    MessageReview.Look look = review.look(row, in, unread.getLast());
    Recipients.One one = look == null ? null : look.person();
    if (look == null || one == null) {
      finish(row, in, new Decision.Nothing(Verdict.NOT_A_MEMBER));
      return;
    }
    Decision decision = review.decideSummary(look, one, unread.getLast());
    Instant now = clock.instant();
    switch (decision) {
      case Decision.Push _ ->
          advance(
              row,
              in,
              decision,
              one.devices().stream()
                  .map(device ->
                      new OutboxRow(
                          row.key() + '~' + device.id().value(),
                          1,
                          Kind.SUMMARY,
                          row.person(),
                          in,
                          unread.getLast(),
                          device.id(),
                          null,
                          now,
                          now,
                          0,
                          0))
                  .toList());
      case Decision.Digest digest -> {
        boolean unused = outbox.replace(row, row.later(digest.at(), false));
      }
      case Decision.Wait _, Decision.Nothing _ -> finish(row, in, decision);
    }
  }

  // --- sending ----------------------------------------------------------------------------------

  private void deliverMessage(OutboxRow row, ConversationId in) {
    MessageReview.Look look = review.look(row, in, row.position());
    Recipients.One one = look == null ? null : look.person();
    Device.Registered device = one == null ? null : find(one.devices(), row.device());
    if (look == null || one == null || device == null) {
      push.note(row, in, "dropped", look == null || one == null ? Verdict.NOT_A_MEMBER : null);
      boolean unused = outbox.replace(row, null);
      return;
    }
    Decision decision =
        row.kind() == Kind.DELETION
            ? review.decideDeletion(row, one)
            : review.decide(row, look, one, false);
    if (decision instanceof Decision.Digest digest && row.kind() == Kind.MESSAGE) {
      advance(
          row,
          in,
          decision,
          List.of(
              NotificationDecider.summary(
                  row.person(), in, row.position(), row.since(), digest.at())));
      return;
    }
    if (!(decision instanceof Decision.Push)) {
      push.note(row, in, "dropped", decision.verdict());
      boolean unused = outbox.replace(row, null);
      return;
    }
    PushPayload payload = review.message(row, in, look, one);
    boolean urgent =
        row.relevance() == Relevance.MENTION
            || row.relevance() == Relevance.REPLY
            || row.relevance() == Relevance.DIRECT;
    push.send(row, in, device, payload, urgent);
  }

  private void deliverSummary(OutboxRow row, ConversationId in) {
    MessageReview.Look look = review.look(row, in, row.position());
    Recipients.One one = look == null ? null : look.person();
    Device.Registered device = one == null ? null : find(one.devices(), row.device());
    int count = count(row, in);
    if (look == null
        || one == null
        || device == null
        || count == 0
        || !(review.decideSummary(look, one, row.position()) instanceof Decision.Push)) {
      push.note(row, in, "dropped", null);
      boolean unused = outbox.replace(row, null);
      return;
    }
    push.send(row, in, device, review.summary(row, in, count, look, one), false);
  }

  private int count(OutboxRow row, ConversationId in) {
    return outbox.tray(row.person()).unread().getOrDefault(in, List.of()).size();
  }

  private void deliverTest(OutboxRow row) {
    Device.Registered device = find(people.devices(row.person()), row.device());
    if (device == null) {
      boolean unused = outbox.replace(row, null);
      return;
    }
    push.send(row, null, device, review.test(row), true);
  }

  // --- what an app asks for
  // -----------------------------------------------------------------------

  /// What an app shows for a push that it received, as of now. Nothing if it was read or deleted,
  /// or if the person may not see it any more.
  ///
  /// @throws Rejected `not_found` if this person has no push with the id
  public PushContent content(PersonId reader, String id) {
    OutboxRow row = ids.open(id);
    if (row == null || !row.person().equals(reader)) {
      throw new Rejected(Reason.NOT_FOUND);
    }
    Payload payload = payload(row);
    return payload == null
        ? PushContent.nothing(outbox.tray(reader).badge())
        : PushContent.of(payload);
  }

  private @Nullable Payload payload(OutboxRow row) {
    return switch (row.kind()) {
      case MESSAGE, REPLACEMENT, DELETION, SUMMARY -> payload(row, conversation(row));
      case TEST -> review.test(row);
      case GATHERING -> gatherings.payload(row);
      case DECIDE,
          DECIDE_EDIT,
          SUMMARIZE,
          FIND_INTERESTED,
          FIND_ATTENDEES,
          DECIDE_GATHERING,
          CONFIRM_MAIL,
          CAMPAIGN,
          CAMPAIGN_MAIL,
          CAMPAIGN_SENT,
          CAMPAIGN_SKIPPED,
          DIGEST_MAIL,
          DIGEST_SENT ->
          null;
    };
  }

  private @Nullable Payload payload(OutboxRow row, ConversationId in) {
    MessageReview.Look look = review.look(row, in, row.position());
    Recipients.One one = look == null ? null : look.person();
    if (look == null || one == null) {
      return null;
    }
    int count = count(row, in);
    if (row.kind() == Kind.SUMMARY) {
      return count > 0 && isShown(review.decideSummary(look, one, row.position()))
          ? review.summary(row, in, count, look, one)
          : null;
    }
    Decision decision =
        row.kind() == Kind.DELETION
            ? review.decideDeletion(row, one)
            : review.decide(row, look, one, false);
    return isShown(decision) ? review.message(row, in, look, one) : null;
  }

  /// The device was already woken: quiet hours that have begun since hide nothing.
  static boolean isShown(Decision decision) {
    return switch (decision) {
      case Decision.Push _, Decision.Wait _, Decision.Digest _ -> true;
      case Decision.Nothing _ -> false;
    };
  }

  static Device.@Nullable Registered find(List<Device.Registered> devices, @Nullable DeviceId id) {
    return devices.stream().filter(device -> device.id().equals(id)).findFirst().orElse(null);
  }
}
