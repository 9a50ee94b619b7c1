package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.notification.Block;
import info.powow.domain.notification.Decision;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.Happening;
import info.powow.domain.notification.NotificationDecision;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.Verdict;
import info.powow.domain.notification.Words;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.json.EventJson;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.OutboxRow.Kind;
import info.powow.notify.outbox.Tray;
import info.powow.notify.webpush.PushOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
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

/// Works off the outbox: looks at each row again, and sends what is still right to send.
///
/// A row is marked as being sent before it is, under the claim of this process. After a crash it is
/// due again, and sent under the same topic and tag: it is shown once.
public final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int AT_ONCE = 256;
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration SENDING = Duration.ofMinutes(1);
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
  private static final Duration OUR_FAULT = Duration.ofMinutes(5);
  private static final Duration AWAY = Duration.ofSeconds(2);

  /// All messages are padded to this.
  static final int LENGTH = 3_000;

  /// What is sent when a push service finds that too long.
  static final int BARE_LENGTH = 400;

  private final EventSource log;
  private final Outbox outbox;
  private final People people;
  private final PayloadSender sender;
  private final Topics topics;
  private final NotificationMetrics metrics;
  private final Clock clock;
  private final EventJson json;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Semaphore work = new Semaphore(0);
  private volatile boolean running;
  private long epoch;
  private @Nullable Thread thread;

  public Deliveries(
      EventSource log,
      Outbox outbox,
      People people,
      PayloadSender sender,
      Topics topics,
      NotificationMetrics metrics,
      EventJson json,
      Clock clock) {
    this.log = log;
    this.outbox = outbox;
    this.people = people;
    this.sender = sender;
    this.topics = topics;
    this.metrics = metrics;
    this.json = json;
    this.clock = clock;
  }

  /// @param claim under which this process sends
  void start(long claim) {
    epoch = claim;
    running = true;
    thread = Thread.ofPlatform().name("powow-deliver").daemon().start(this::run);
  }

  /// There may be something to do.
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
      // What is not done by then is due again after the start.
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
            outbox.due(OutboxRow.Lane.PUSH, clock.instant(), AT_ONCE + underWay.size())) {
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

  private void workOff(OutboxRow row) {
    try {
      switch (row.kind()) {
        case DECIDE, DECIDE_EDIT -> decide(row, conversation(row));
        case SUMMARIZE -> summarize(row, conversation(row));
        case MESSAGE, REPLACEMENT, DELETION -> deliverMessage(row, conversation(row));
        case SUMMARY -> deliverSummary(row, conversation(row));
        case TEST -> deliverTest(row);
        case CONFIRM_MAIL, DIGEST_MAIL, DIGEST_SENT ->
            throw new IllegalStateException(row.kind() + " is mail");
      }
    } catch (RuntimeException e) {
      Rejected refusal = Rejected.in(e);
      LOG.warn(
          "a notification waits: {}",
          refusal == null ? e.getClass().getName() : refusal.reason().code());
      try {
        boolean unused = outbox.replace(row, row.later(clock.instant().plus(AWAY), false));
      } catch (RuntimeException outboxAway) {
        LOG.warn("the outbox cannot be written: {}", outboxAway.getClass().getName());
      }
    } finally {
      underWay.remove(row.key());
    }
  }

  private static ConversationId conversation(OutboxRow row) {
    return Objects.requireNonNull(row.conversation());
  }

  // --- looking again --------------------------------------------------------------------------

  /// A message and one person, as they are now.
  ///
  /// @param person null for somebody whom Powow does not know any more
  private record Look(MessageSent sent, Recipients about, Recipients.@Nullable One person) {}

  private @Nullable Look look(OutboxRow row, ConversationId in, long position) {
    MessageSent sent = LoggedMessage.sent(log, in, position);
    if (sent == null) {
      return null;
    }
    Recipients about =
        people.recipients(new FindRecipients(in, position, sent.sender(), Set.of(row.person())));
    return new Look(sent, about, about.people().isEmpty() ? null : about.people().getFirst());
  }

  /// What the rule says now.
  private Decision again(OutboxRow row, Look look, Recipients.One one, boolean active) {
    PersonId person = row.person();
    // Why they are told was decided before, of an edit by what it has changed.
    Set<PersonId> mentioned =
        row.relevance() == Relevance.MENTION || row.kind() == Kind.REPLACEMENT
            ? Set.of(person)
            : new HashSet<>();
    Happening happening =
        new Happening(
            look.sent().sender(),
            row.position(),
            false,
            !look.about().group(),
            look.about().deleted(),
            mentioned,
            row.relevance() == Relevance.REPLY ? person : null,
            Words.of(
                Objects.requireNonNullElse(LoggedMessage.text(log, look.sent(), look.about()), "")),
            row.since());
    return NotificationDecision.decide(
        happening, one.recipient(), active, one.readUpTo(), clock.instant());
  }

  private void decide(OutboxRow row, ConversationId in) {
    Look look = look(row, in, row.position());
    Recipients.One one = look == null ? null : look.person();
    if (look == null || one == null) {
      finish(row, in, new Decision.Nothing(Verdict.NOT_A_MEMBER));
      return;
    }
    boolean active = !people.active(Set.of(row.person())).isEmpty();
    Decision decision = again(row, look, one, active);
    Instant now = clock.instant();
    switch (decision) {
      case Decision.Push push -> {
        List<OutboxRow> rows =
            one.devices().stream()
                .map(device ->
                    Deciding.message(
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
                  Deciding.summary(row.person(), in, row.position(), row.since(), digest.at())));
      case Decision.Nothing _ -> finish(row, in, decision);
    }
  }

  /// What follows is written before the row goes: a crash in between repeats it.
  private void advance(OutboxRow row, ConversationId in, Decision decision, List<OutboxRow> next) {
    outbox.commit(
        next, List.of(Deciding.step(in, row.position(), row.person(), decision, clock.instant())));
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
    Look look = look(row, in, unread.getLast());
    Recipients.One one = look == null ? null : look.person();
    if (look == null || one == null) {
      finish(row, in, new Decision.Nothing(Verdict.NOT_A_MEMBER));
      return;
    }
    Decision decision = summaryDecision(look, one, unread.getLast());
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

  /// Whether a summary is still wanted. Its messages were, when they came; how old they are does not
  /// count, since quiet hours may be long.
  private Decision summaryDecision(Look look, Recipients.One one, long last) {
    Happening happening =
        new Happening(
            look.sent().sender(),
            last,
            false,
            !look.about().group(),
            false,
            Set.of(one.recipient().person()),
            one.recipient().person(),
            Words.of(""),
            clock.instant());
    return NotificationDecision.decide(
        happening, one.recipient(), false, one.readUpTo(), clock.instant());
  }

  // --- sending ----------------------------------------------------------------------------------

  private void deliverMessage(OutboxRow row, ConversationId in) {
    Look look = look(row, in, row.position());
    Recipients.One one = look == null ? null : look.person();
    Device.Registered device = one == null ? null : find(one.devices(), row.device());
    if (look == null || one == null || device == null) {
      note(row, in, "dropped", look == null || one == null ? Verdict.NOT_A_MEMBER : null);
      boolean unused = outbox.replace(row, null);
      return;
    }
    Decision decision =
        row.kind() == Kind.DELETION ? deletion(row, one) : again(row, look, one, false);
    if (decision instanceof Decision.Digest digest && row.kind() == Kind.MESSAGE) {
      advance(
          row,
          in,
          decision,
          List.of(Deciding.summary(row.person(), in, row.position(), row.since(), digest.at())));
      return;
    }
    if (!(decision instanceof Decision.Push)) {
      note(row, in, "dropped", decision.verdict());
      boolean unused = outbox.replace(row, null);
      return;
    }
    Tray tray = outbox.tray(row.person());
    String tag = tag(row);
    PushPayload payload =
        PushPayload.message(
            row.kind() == Kind.DELETION ? "deleted" : "message",
            tag,
            in,
            row.position(),
            row.relevance(),
            tray.badge(),
            look.sent().at(),
            row.kind() == Kind.DELETION
                ? info.powow.domain.notification.Preview.NONE
                : one.recipient().settings().preview(),
            look.about(),
            LoggedMessage.text(log, look.sent(), look.about()),
            row.kind() == Kind.REPLACEMENT,
            cleared(tray));
    boolean urgent =
        row.relevance() == Relevance.MENTION
            || row.relevance() == Relevance.REPLY
            || row.relevance() == Relevance.DIRECT;
    send(row, in, device, payload, tag, urgent);
  }

  private static Decision deletion(OutboxRow row, Recipients.One one) {
    return one.recipient().member()
            && one.recipient().block() == Block.NONE
            && one.readUpTo() < row.position()
        ? new Decision.Push(Relevance.MESSAGE)
        : new Decision.Nothing(Verdict.READ);
  }

  private void deliverSummary(OutboxRow row, ConversationId in) {
    Look look = look(row, in, row.position());
    Recipients.One one = look == null ? null : look.person();
    Device.Registered device = one == null ? null : find(one.devices(), row.device());
    Tray tray = outbox.tray(row.person());
    int count = tray.unread().getOrDefault(in, List.of()).size();
    if (look == null
        || one == null
        || device == null
        || count == 0
        || !(summaryDecision(look, one, row.position()) instanceof Decision.Push)) {
      note(row, in, "dropped", null);
      boolean unused = outbox.replace(row, null);
      return;
    }
    boolean named =
        one.recipient().settings().preview() != info.powow.domain.notification.Preview.NONE;
    String tag = topics.of(row.person().value() + '~' + in.value() + "~summary");
    send(
        row,
        in,
        device,
        PushPayload.summary(
            tag,
            in,
            row.position(),
            tray.badge(),
            count,
            named ? look.about().name() : null,
            cleared(tray)),
        tag,
        false);
  }

  private void deliverTest(OutboxRow row) {
    Device.Registered device = find(people.devices(row.person()), row.device());
    if (device == null) {
      boolean unused = outbox.replace(row, null);
      return;
    }
    String tag = topics.of(row.key());
    send(row, null, device, PushPayload.test(tag, outbox.tray(row.person()).badge()), tag, true);
  }

  private static List<PushPayload.Cleared> cleared(Tray tray) {
    return tray.cleared().entrySet().stream()
        .map(entry -> new PushPayload.Cleared(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Device.@Nullable Registered find(
      List<Device.Registered> devices, @Nullable DeviceId id) {
    return devices.stream().filter(device -> device.id().equals(id)).findFirst().orElse(null);
  }

  /// The same for everything about one message and person, on each device and again after a crash.
  private String tag(OutboxRow row) {
    return topics.of(row.person().value() + '~' + conversation(row).value() + '~' + row.position());
  }

  private void send(
      OutboxRow row,
      @Nullable ConversationId in,
      Device.Registered device,
      PushPayload payload,
      String topic,
      boolean urgent) {
    Instant now = clock.instant();
    Duration left = Duration.between(now, row.since().plus(NotificationDecision.TIME_TO_LIVE));
    if (!left.isPositive()) {
      note(row, in, "dropped", Verdict.EXPIRED);
      boolean unused = outbox.replace(row, null);
      return;
    }
    OutboxRow sending = row.sending(epoch, now.plus(SENDING));
    if (!outbox.replace(row, sending)) {
      return;
    }
    byte[] body = encode(payload);
    PushOutcome outcome = sender.send(device, body, LENGTH, topic, left, urgent).join();
    if (outcome instanceof PushOutcome.TooLarge) {
      outcome =
          sender.send(device, json.encode(payload.bare()), BARE_LENGTH, topic, left, urgent).join();
    }
    finish(sending, in, device, outcome);
  }

  /// As much as fits: what was cleared is left out first, then the text.
  private byte[] encode(PushPayload payload) {
    byte[] whole = json.encode(payload);
    if (whole.length <= LENGTH) {
      return whole;
    }
    String text = payload.text();
    PushPayload shorter =
        new PushPayload(
            payload.type(),
            payload.id(),
            payload.tag(),
            payload.conversationId(),
            payload.position(),
            payload.reason(),
            payload.badge(),
            payload.at(),
            payload.sender(),
            payload.group(),
            text == null ? null : info.powow.domain.Texts.beginning(text, 200),
            payload.edited(),
            payload.count(),
            List.of());
    byte[] second = json.encode(shorter);
    return second.length <= LENGTH ? second : json.encode(payload.bare());
  }

  private void finish(
      OutboxRow sending,
      @Nullable ConversationId in,
      Device.Registered device,
      PushOutcome outcome) {
    Instant now = clock.instant();
    metrics.delivered(outcome.name(), Duration.between(sending.since(), now));
    switch (outcome) {
      case PushOutcome.Sent _ -> {
        note(sending, in, outcome.name(), null);
        outbox.save(device.id(), outbox.health(device.id()).succeeded(now));
        boolean unused = outbox.replace(sending, null);
      }
      case PushOutcome.Gone _ -> {
        note(sending, in, outcome.name(), null);
        people.prune(device.id(), device.registeredAt());
        boolean unused = outbox.replace(sending, null);
      }
      case PushOutcome.Forbidden _, PushOutcome.TooLarge _ -> {
        note(sending, in, outcome.name(), null);
        outbox.save(device.id(), outbox.health(device.id()).failed(now));
        boolean unused = outbox.replace(sending, null);
      }
      case PushOutcome.Refused refused -> {
        LOG.error(
            "Push service {} refuses this server with {}: look at powow.push.subject and at its keys",
            device.origin(),
            refused.status());
        note(sending, in, outcome.name(), null);
        outbox.save(device.id(), outbox.health(device.id()).failed(now));
        boolean unused = outbox.replace(sending, sending.later(now.plus(OUR_FAULT), true));
      }
      case PushOutcome.Failed failed -> {
        outbox.save(device.id(), outbox.health(device.id()).failed(now));
        Duration wait = failed.retryAfter();
        boolean unused =
            outbox.replace(
                sending,
                sending.later(now.plus(wait == null ? backoff(sending.attempts()) : wait), true));
      }
      case PushOutcome.Paused paused -> {
        boolean unused = outbox.replace(sending, sending.later(now.plus(paused.pause()), false));
      }
    }
  }

  private static Duration backoff(int attempts) {
    Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempts, 12));
    return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
  }

  private void note(
      OutboxRow row, @Nullable ConversationId in, String step, @Nullable Verdict verdict) {
    if (in != null) {
      outbox.commit(
          List.of(),
          List.of(
              new JournalEntry(
                  in,
                  row.position(),
                  row.person(),
                  clock.instant(),
                  step,
                  verdict,
                  null,
                  row.device())));
    }
  }
}
