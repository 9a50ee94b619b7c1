package info.powow.notify.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.campaign.CampaignFrequency;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.mail.MailTopic;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.notification.Decision;
import info.powow.domain.notification.DigestTime;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.GatheringDecision;
import info.powow.domain.notification.GatheringRecipients;
import info.powow.domain.notification.Listener;
import info.powow.domain.notification.NotificationDecision;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.Recipients;
import info.powow.eventlog.EventSource;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Confirmation;
import info.powow.identity.MailLinks.Origin;
import info.powow.identity.MailLinks.Unsubscription;
import info.powow.notify.mail.Mail;
import info.powow.notify.mail.MailOutcome;
import info.powow.notify.mail.MailSender;
import info.powow.notify.mail.MailTemplates;
import info.powow.notify.mail.MailTemplates.Unread;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.OutboxRow.Kind;
import info.powow.notify.outbox.OutboxRow.Lane;
import info.powow.notify.outbox.RecentGatheringNotifications;
import info.powow.notify.outbox.Share;
import info.powow.notify.outbox.Tray;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processes the mail lane of the outbox: checks each row again, and sends it if that is still
/// right.
///
/// As in [Deliveries], a row is marked before it is sent. After a crash it is sent again, with the
/// same `Message-ID`.
public final class MailDeliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailDeliveries.class);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration SENDING = Duration.ofMinutes(10);
  private static final Duration FIRST_BACKOFF = Duration.ofMinutes(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
  private static final Duration OUR_FAULT = Duration.ofMinutes(5);
  private static final Duration AWAY = Duration.ofSeconds(2);

  /// A digest that is later than this would be mistaken for the next one.
  private static final Duration DIGEST_TIME_TO_LIVE = Duration.ofHours(12);

  /// By then, the date has passed in every time zone.
  private static final Duration DIGEST_REMEMBERED = Duration.ofDays(3);

  private static final int MAX_CONVERSATIONS = 20;
  private static final int MAX_MESSAGES = 10;

  /// The most messages that one digest examines. Each takes a query.
  private static final int MAX_LOOKS = 60;

  /// The most confirmations for one address per day, no matter who requests them.
  private static final int MAX_CONFIRMATIONS = 5;

  private static final int MAX_ADDRESSES = 100_000;

  private final EventSource log;
  private final Outbox outbox;
  private final People people;
  private final MailSender sender;
  private final MailTemplates templates;
  private final MailLinks links;
  private final Topics topics;
  private final CampaignDeliveries campaigns;
  private final NotificationMetrics metrics;
  private final int concurrency;
  private final Clock clock;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Set<PersonId> getCampaigns = ConcurrentHashMap.newKeySet();
  private final Semaphore work = new Semaphore(0);
  private final Cache<String, Integer> confirmations =
      Caffeine.newBuilder().maximumSize(MAX_ADDRESSES).expireAfterWrite(Duration.ofDays(1)).build();
  private volatile boolean running;
  private final Share share;
  private @Nullable Thread thread;

  /// @param concurrency mails that are sent at the same time
  public MailDeliveries(
      EventSource log,
      Outbox outbox,
      People people,
      MailSender sender,
      MailTemplates templates,
      MailLinks links,
      Topics topics,
      NotificationMetrics metrics,
      int concurrency,
      CampaignFrequency frequency,
      Share share,
      Clock clock) {
    this.log = log;
    this.outbox = outbox;
    this.people = people;
    this.sender = sender;
    this.templates = templates;
    this.links = links;
    this.topics = topics;
    this.campaigns =
        new CampaignDeliveries(
            new LoggedCampaigns(log), outbox, people, templates, links, frequency, clock);
    this.metrics = metrics;
    this.concurrency = concurrency;
    this.share = share;
    this.clock = clock;
  }

  void start() {
    running = true;
    thread = Thread.ofPlatform().name("powow-mail").daemon().start(this::run);
  }

  /// Call when rows may be due.
  void wake() {
    work.release();
  }

  @Override
  public void close() {
    running = false;
    work.release();
    Thread working = thread;
    if (working != null) {
      try {
        working.join(Duration.ofSeconds(5));
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
                Lane.MAIL, share.segments(), clock.instant(), concurrency + underWay.size())) {
          if (underWay.size() < concurrency && underWay.add(row.key())) {
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
      if (!share.segments().contains(row.segment(outbox.segments()))) {
        return;
      }
      switch (row.kind()) {
        case CONFIRM_MAIL -> confirm(row);
        case DIGEST_MAIL -> digest(row);
        case DIGEST_SENT, CAMPAIGN_SENT, CAMPAIGN_SKIPPED -> drop(row);
        case CAMPAIGN -> campaigns.walk(row);
        case CAMPAIGN_MAIL -> campaign(row);
        case DECIDE,
            DECIDE_EDIT,
            SUMMARIZE,
            MESSAGE,
            REPLACEMENT,
            DELETION,
            SUMMARY,
            TEST,
            FIND_INTERESTED,
            FIND_ATTENDEES,
            DECIDE_GATHERING,
            GATHERING ->
            throw new IllegalStateException(row.kind() + " is no mail");
      }
    } catch (RuntimeException e) {
      Rejected refusal = Rejected.in(e);
      LOG.warn(
          "a mail is delayed: {}",
          refusal == null ? e.getClass().getName() : refusal.reason().code());
      try {
        boolean unused = outbox.replace(row, row.later(clock.instant().plus(AWAY), false));
      } catch (RuntimeException outboxAway) {
        LOG.warn("the outbox cannot be written: {}", outboxAway.getClass().getName());
      }
    } finally {
      underWay.remove(row.key());
      // Start the next one at once, instead of at the next poll.
      work.release();
    }
  }

  private void drop(OutboxRow row) {
    boolean unused = outbox.replace(row, null);
  }

  // --- confirming an address --------------------------------------------------------------------

  /// The row that confirms a new address.
  static OutboxRow confirmation(PersonId person, Instant askedAt) {
    return new OutboxRow(
        person.value() + "~confirm~" + askedAt.toEpochMilli(),
        1,
        Kind.CONFIRM_MAIL,
        person,
        null,
        askedAt.toEpochMilli(),
        null,
        null,
        askedAt,
        // Before all digests that are due, because somebody is waiting for it.
        askedAt.minus(Duration.ofDays(1)),
        0,
        0);
  }

  private void confirm(OutboxRow row) {
    Instant askedAt = Instant.ofEpochMilli(row.position());
    Mailbox mailbox = people.mailbox(row.person());
    Mailbox.Address to = mailbox.toConfirm(askedAt, clock.instant());
    if (to == null) {
      drop(row);
      return;
    }
    String address = topics.of(to.address().value());
    Integer before = confirmations.getIfPresent(address);
    if (before != null && before >= MAX_CONFIRMATIONS) {
      // The requester is not told: that would disclose that others have entered this address.
      metrics.mailed("suppressed");
      drop(row);
      return;
    }
    Mail mail =
        templates.confirmation(
            id(row, to),
            to,
            mailbox.language(),
            links.seal(new Confirmation(row.person(), askedAt, mailbox.language())));
    if (send(row, to, mail, null)) {
      int unused = confirmations.asMap().merge(address, 1, Integer::sum);
    }
  }

  /// Stays the same if the mail is sent again. If the mail bounces, the id tells which person and
  /// address it was for.
  private String id(OutboxRow row, Mailbox.Address to) {
    return links.seal(new Origin(row.person(), to.askedAt()), topics.of(row.key()));
  }

  // --- digests ----------------------------------------------------------------------------------

  /// The digest of a day. Its key is the person and the local date, so there is one at most.
  static OutboxRow digest(PersonId person, DigestTime.Due due) {
    return new OutboxRow(
        person.value() + "~digest~" + due.date(),
        1,
        Kind.DIGEST_MAIL,
        person,
        null,
        0,
        null,
        null,
        due.at(),
        due.at(),
        0,
        0);
  }

  private void digest(OutboxRow row) {
    Instant now = clock.instant();
    PersonId person = row.person();
    Mailbox mailbox = people.mailbox(person);
    Mailbox.Address to = mailbox.forTopic(MailTopic.DIGEST);
    List<Listener> listeners = people.listeners(Set.of(person));
    DigestTime time =
        listeners.isEmpty() ? null : listeners.getFirst().preferences().settings().digest();
    if (to == null || time == null || !now.isBefore(row.since().plus(DIGEST_TIME_TO_LIVE))) {
      drop(row);
      return;
    }
    if (!time.after(row.since().minusMillis(1)).at().equals(row.since())) {
      // The person has chosen another time since.
      drop(row);
      outbox.commit(List.of(digest(person, time.after(now))), List.of());
      return;
    }
    boolean named = listeners.getFirst().preferences().settings().preview() != Preview.NONE;
    List<Unread> unread = new ArrayList<>();
    boolean more = unread(person, named, now, unread);
    List<MailTemplates.News> news = news(row, named, now);
    if (unread.isEmpty() && news.isEmpty()) {
      drop(row);
      return;
    }
    Mail mail =
        templates.digest(
            id(row, to),
            to,
            mailbox.language(),
            unread,
            more,
            news,
            links.seal(new Unsubscription(person, MailTopic.DIGEST, mailbox.language())),
            row.since());
    boolean unused = send(row, to, mail, Kind.DIGEST_SENT);
  }

  /// Gatherings that the person was notified of since the last digest, in their present state.
  private List<MailTemplates.News> news(OutboxRow row, boolean named, Instant now) {
    List<MailTemplates.News> found = new ArrayList<>();
    for (RecentGatheringNotifications.Notice notice :
        outbox.notices(row.person()).today(row.since())) {
      GatheringRecipients about = people.recipients(notice.gathering(), Set.of(row.person()));
      GatheringRecipients.Known gathering = about.gathering();
      if (gathering == null || about.people().isEmpty()) {
        continue;
      }
      Decision decision =
          GatheringDecision.decide(
              gathering.news(notice.what(), now), about.people().getFirst().with(0), false, now);
      if (decision instanceof Decision.Push || decision instanceof Decision.Digest) {
        found.add(
            new MailTemplates.News(
                notice.what(),
                named ? gathering.announcement().title() : null,
                gathering.schedule()));
      }
    }
    return found;
  }

  /// What the person was notified of and has not read, in its present state.
  ///
  /// @param found the newest conversation first
  /// @return whether there may be more
  private boolean unread(PersonId person, boolean named, Instant now, List<Unread> found) {
    Tray tray = outbox.tray(person);
    List<Map.Entry<ConversationId, List<Long>>> newest =
        new ArrayList<>(tray.unread().entrySet()).reversed();
    int looks = 0;
    for (Map.Entry<ConversationId, List<Long>> each : newest) {
      if (found.size() >= MAX_CONVERSATIONS || looks >= MAX_LOOKS) {
        return true;
      }
      List<Long> positions = each.getValue().reversed();
      int count = 0;
      int looked = 0;
      String name = null;
      while (looked < Math.min(positions.size(), MAX_MESSAGES) && looks < MAX_LOOKS) {
        Recipients about = stillUnread(person, each.getKey(), positions.get(looked), now);
        looked++;
        looks++;
        if (about != null) {
          count++;
          name = name == null ? (about.group() ? about.name() : about.authorName()) : name;
        }
      }
      if (count > 0) {
        found.add(new Unread(named ? name : null, count, looked < positions.size()));
      }
    }
    return false;
  }

  /// A message in its present state; null if it does not belong in the digest any more.
  private @Nullable Recipients stillUnread(
      PersonId person, ConversationId in, long position, Instant now) {
    MessageSent sent = LoggedMessage.sent(log, in, position);
    if (sent == null) {
      return null;
    }
    Recipients about =
        people.recipients(new FindRecipients(in, position, sent.sender(), Set.of(person)));
    return about.people().stream()
            .anyMatch(one ->
                NotificationDecision.isInDigest(
                    sent.sender(), position, about.deleted(), one.recipient(), one.readUpTo(), now))
        ? about
        : null;
  }

  private void campaign(OutboxRow row) {
    // Two campaigns at once could each miss the other's mail. All rows of a person are in one
    // process.
    if (!getCampaigns.add(row.person())) {
      boolean unused = outbox.replace(row, row.later(clock.instant().plus(AWAY), false));
      return;
    }
    try {
      CampaignDeliveries.Letter letter = campaigns.letter(row, to -> id(row, to));
      if (letter == null) {
        drop(row);
      } else if (campaigns.isTooFrequent(row)) {
        campaigns.skip(row);
      } else {
        boolean unused = send(row, letter.to(), letter.mail(), Kind.CAMPAIGN_SENT);
      }
    } finally {
      getCampaigns.remove(row.person());
    }
  }

  // --- sending ----------------------------------------------------------------------------------

  /// @param afterwards what the row becomes once the mail is sent; null removes it
  /// @return whether it was sent
  private boolean send(OutboxRow row, Mailbox.Address to, Mail mail, @Nullable Kind afterwards) {
    Long epoch = share.claims().get(row.segment(outbox.segments()));
    if (epoch == null) {
      // Another process has the row.
      return false;
    }
    OutboxRow sending = row.sending(epoch, clock.instant().plus(SENDING));
    if (!outbox.replace(row, sending)) {
      return false;
    }
    MailOutcome outcome = sender.send(mail);
    Instant now = clock.instant();
    metrics.mailed(outcome.code());
    OutboxRow next =
        switch (outcome) {
          case MailOutcome.Sent _ ->
              afterwards == null
                  ? null
                  : sending.as(
                      afterwards,
                      now.plus(
                          afterwards == Kind.CAMPAIGN_SENT
                              ? CampaignDeliveries.REMEMBERED
                              : DIGEST_REMEMBERED));
          case MailOutcome.Undeliverable _ -> {
            people.bounced(row.person(), to.askedAt());
            yield null;
          }
          case MailOutcome.Refused refused -> {
            LOG.error(
                "The mail server refuses this server with {}: look at powow.mail", refused.reply());
            yield sending.later(now.plus(OUR_FAULT), true);
          }
          case MailOutcome.Failed _ -> sending.later(now.plus(backoff(sending.attempts())), true);
          case MailOutcome.Paused paused -> sending.later(now.plus(paused.pause()), false);
        };
    boolean recorded = outbox.replace(sending, next);
    String about = row.about();
    boolean isFinal =
        outcome instanceof MailOutcome.Sent || outcome instanceof MailOutcome.Undeliverable;
    // Last: if counting fails, the count is too low, but nobody gets the mail twice.
    if (recorded && about != null && isFinal) {
      outbox.count(about, outcome.code());
    }
    return outcome instanceof MailOutcome.Sent;
  }

  private static Duration backoff(int attempts) {
    Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempts, 12));
    return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
  }
}
