package info.powow.notify.delivery;

import info.powow.domain.CampaignId;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignEvent;
import info.powow.domain.campaign.CampaignFrequency;
import info.powow.domain.campaign.FindCampaigns;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.conversation.Visibility;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.mail.FindSubscribers;
import info.powow.domain.mail.MailEvent;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.mail.Subscribers;
import info.powow.domain.notification.Audience;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.DigestTime;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.GatheringRecipients;
import info.powow.domain.notification.InAppMessage;
import info.powow.domain.notification.Interested;
import info.powow.domain.notification.Level;
import info.powow.domain.notification.Listener;
import info.powow.domain.notification.NearbyNotices;
import info.powow.domain.notification.NotificationPreferences;
import info.powow.domain.notification.NotificationSettings;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.TellConnected.Told;
import info.powow.domain.notification.WebPushKeys;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.identity.InstallationSecret;
import info.powow.identity.MailLinks;
import info.powow.notify.mail.Mail;
import info.powow.notify.mail.MailOutcome;
import info.powow.notify.mail.MailTemplates;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.RocksOutbox;
import info.powow.notify.outbox.Share;
import info.powow.notify.outbox.Tray;
import info.powow.notify.push.AppPush;
import info.powow.notify.push.PushOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A log in memory, people as a test wants them, devices that remember what they got, and the real
/// outbox.
final class NotifyWorld implements AutoCloseable {
  static final PersonId ADA = new PersonId("ada");
  static final PersonId BOB = new PersonId("bob");
  static final ConversationId GROUP = new ConversationId("group");
  static final EventJson JSON = new EventJson(EventTypes.ofPowow());
  static final int MAILS_AT_ONCE = 4;
  private static final InstallationSecret SECRET =
      InstallationSecret.of(Base64.getEncoder().encodeToString(new byte[32]), null);
  static final MailLinks LINKS = new MailLinks(SECRET);
  private static final WebPushKeys KEYS =
      new WebPushKeys(
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
          "BTBZMqHH6r4Tts7J_aSIgg");

  /// What a device got.
  record Got(String device, String topic, JsonNode json, boolean urgent) {
    String type() {
      return json.path("type").asString();
    }
  }

  final MemoryLog log;
  final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
  final BlockingQueue<InAppMessage> told = new LinkedBlockingQueue<>();
  final BlockingQueue<DeviceId> pruned = new LinkedBlockingQueue<>();

  /// How often somebody asked about people, apart from looking again before something is sent.
  final AtomicInteger asked = new AtomicInteger();

  final Set<PersonId> active = ConcurrentHashMap.newKeySet();
  final Map<PersonId, Bobby> people = new ConcurrentHashMap<>();
  final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
  final BlockingQueue<Instant> bounced = new LinkedBlockingQueue<>();
  volatile Function<Mail, MailOutcome> mailServer = _ -> new MailOutcome.Sent();

  /// What the app of Bob got, if he has one.
  final BlockingQueue<AppPush> woken = new LinkedBlockingQueue<>();

  volatile Function<AppPush, PushOutcome> apps = _ -> new PushOutcome.Sent();
  volatile Function<Got, PushOutcome> service = _ -> new PushOutcome.Sent();
  volatile List<Interested.One> interested = List.of();
  volatile GatheringRecipients.@Nullable Known gathering;
  volatile boolean searchAway;

  /// Runs when somebody asks who is active.
  volatile Runnable whenAsked = () -> {};

  /// Methods of the outbox whose next call fails, as when the store is away for a moment.
  final Set<String> outboxFails = ConcurrentHashMap.newKeySet();

  private final CampaignFrequency frequency = new CampaignFrequency(1, Duration.ofDays(7));

  volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final @Nullable Path folder;
  private final BiFunction<Outbox, Clock, Share> sharing;
  private final Clock clock;
  Outbox outbox;
  private @Nullable Deliveries deliveries;
  private Notifier notifier;

  /// How somebody stands to the group.
  static final class Bobby {
    volatile boolean member = true;
    volatile boolean blocked;
    volatile @Nullable Instant mutedUntil;
    volatile Level level = Level.ALL;
    volatile Preview preview = Preview.TEXT;
    volatile @Nullable OpeningHours quiet;
    volatile @Nullable DigestTime digest;
    volatile Mailbox mailbox = Mailbox.EMPTY;
    volatile List<Tag> keywords = List.of();
    volatile NearbyNotices nearby = NearbyNotices.DEFAULT;
    volatile boolean attends;
    volatile List<Device.Registered> devices = List.of();
  }

  NotifyWorld(Path folder) {
    this.folder = folder;
    log = new MemoryLog();
    clock = new Stopped();
    sharing = Share::whole;
    people.put(ADA, new Bobby());
    people.put(BOB, new Bobby());
    bob().devices = List.of(device("phone"), device("laptop"));
    outbox = failing(new RocksOutbox(folder));
    notifier = newNotifier();
  }

  /// One of several processes that share an outbox.
  ///
  /// @param recipients each with one device
  NotifyWorld(
      MemoryLog log,
      Outbox outbox,
      BiFunction<Outbox, Clock, Share> sharing,
      List<PersonId> recipients) {
    folder = null;
    this.log = log;
    this.sharing = sharing;
    this.outbox = outbox;
    clock = Clock.systemUTC();
    people.put(ADA, new Bobby());
    for (PersonId person : recipients) {
      Bobby each = new Bobby();
      each.devices = List.of(device(person, person.value() + "-phone"));
      people.put(person, each);
    }
    notifier = newNotifier();
  }

  private final class Stopped extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private Outbox failing(Outbox real) {
    return (Outbox)
        Proxy.newProxyInstance(
            Outbox.class.getClassLoader(),
            new Class<?>[] {Outbox.class},
            (_, method, arguments) -> {
              if (outboxFails.remove(method.getName())) {
                throw new Outbox.Unavailable(new IllegalStateException("away"));
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  Bobby bob() {
    return Objects.requireNonNull(people.get(BOB));
  }

  static Device.Registered device(String name) {
    return device(BOB, name);
  }

  private static Device.Registered device(PersonId person, String name) {
    return new Device.Registered(
        new DeviceId(name),
        person,
        DeviceKind.WEB,
        "https://push.example/" + name,
        KEYS,
        "k1",
        name,
        Instant.EPOCH);
  }

  static Device.Registered app(DeviceKind kind) {
    return new Device.Registered(
        new DeviceId("app"), BOB, kind, "ab".repeat(32), null, null, "app", Instant.EPOCH);
  }

  private Notifier newNotifier() {
    Share share = sharing.apply(outbox, clock);
    NotificationMetrics metrics = new NotificationMetrics(new SimpleMeterRegistry());
    Topics topics = new Topics(SECRET);
    Known known = new Known();
    Deliveries next =
        new Deliveries(
            log,
            outbox,
            known,
            (device, json, _, topic, _, urgent) -> {
              Got sent =
                  new Got(
                      device.id().value(),
                      topic,
                      JsonMapper.shared().readTree(new String(json, StandardCharsets.UTF_8)),
                      urgent);
              PushOutcome outcome = service.apply(sent);
              if (outcome instanceof PushOutcome.Sent) {
                got.add(sent);
              }
              return CompletableFuture.completedFuture(outcome);
            },
            (device, push) -> {
              PushOutcome outcome = apps.apply(push);
              if (outcome instanceof PushOutcome.Sent) {
                woken.add(push);
              }
              return outcome;
            },
            new AppPushIds(SECRET),
            topics,
            metrics,
            new EventJson(EventTypes.builder().build()),
            share,
            clock);
    deliveries = next;
    return new Notifier(
        log,
        outbox,
        known,
        new NotificationDecider(log, outbox, known, topics, metrics, clock),
        next,
        new MailDeliveries(
            log,
            outbox,
            known,
            mail -> {
              MailOutcome outcome = mailServer.apply(mail);
              if (outcome instanceof MailOutcome.Sent) {
                mails.add(mail);
              }
              return outcome;
            },
            new MailTemplates("https://powow.example"),
            LINKS,
            topics,
            metrics,
            MAILS_AT_ONCE,
            frequency,
            share,
            clock),
        share,
        clock);
  }

  Deliveries deliveries() {
    return Objects.requireNonNull(deliveries);
  }

  void start() {
    notifier.start();
  }

  void stop() {
    notifier.close();
    outbox.close();
  }

  /// As after a crash: on the same folder, or on another, empty one.
  void startAgain(Path on) {
    outbox = failing(new RocksOutbox(on));
    notifier = newNotifier();
    notifier.start();
  }

  void startAgain() {
    startAgain(Objects.requireNonNull(folder));
  }

  @Override
  public void close() {
    stop();
  }

  /// What a process finds that begins now, whatever this one does from here on.
  void outboxCopy(Path copy) {
    try (RocksOutbox next = new RocksOutbox(copy)) {
      Outbox.Position position = outbox.position();
      // The last line that was written: all rows, with what is being sent.
      Map<PersonId, Tray> trays = new HashMap<>();
      people.keySet().forEach(person -> trays.put(person, outbox.tray(person)));
      next.commit(
          new Outbox.Batch(
              outbox.due(OutboxRow.Lane.PUSH, now.plus(Duration.ofDays(9)), 1_000),
              Map.of(),
              List.of(),
              trays,
              new Outbox.Progress(next.nextEpoch(), Objects.requireNonNull(position))));
      long reached = outbox.nextEpoch();
      while (next.nextEpoch() < reached) {
        // The next claim is newer than the one under which rows are being sent.
      }
    }
  }

  Got next() throws InterruptedException {
    Got next = got.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nobody was told");
    }
    return next;
  }

  <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  /// Waits until all that is in the log is decided, and nothing is due or being sent.
  void settle() throws InterruptedException {
    while (outbox.position() == null || outbox.position().index() < log.head() || isDue()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private boolean isDue() {
    return Stream.of(OutboxRow.Lane.values())
        .anyMatch(lane ->
            !outbox.due(lane, now, 1).isEmpty()
                || outbox.due(lane, now.plus(Duration.ofDays(9)), 1_000).stream()
                    .anyMatch(OutboxRow::isSending));
  }

  long says(String text, PersonId... mentions) {
    return log.append(
        new MessageSent(
            GROUP,
            new CommandKey("k" + log.head()),
            ADA,
            text,
            List.of(),
            List.of(),
            null,
            List.of(mentions),
            now));
  }

  long edits(long message, String text, @Nullable List<PersonId> mentions) {
    return log.append(new MessageEdited(GROUP, message, text, mentions, ADA, now));
  }

  void deletes(long message) {
    log.append(new MessageDeleted(GROUP, message, ADA, now));
  }

  void reads(long upTo) {
    log.append(new ReadEvent.Read(GROUP, BOB, upTo, now));
  }

  private final class Known implements People {
    private Listener listener(PersonId person) {
      Bobby each = Objects.requireNonNull(people.get(person));
      return new Listener(
          person,
          each.blocked ? Set.of(ADA) : Set.of(),
          each.mutedUntil == null ? Map.of() : Map.of(GROUP, each.mutedUntil),
          new NotificationPreferences(
              new NotificationSettings(
                  each.level, each.keywords, each.preview, each.quiet, each.digest, each.nearby),
              Map.of()),
          each.devices);
    }

    private Audience.Member member(PersonId person) {
      return new Audience.Member(
          person,
          Objects.requireNonNull(people.get(person)).member
              ? Visibility.EVERYTHING
              : Visibility.NOTHING,
          false,
          log.readUpTo(person));
    }

    @Override
    public Recipients recipients(FindRecipients query) {
      return new Recipients(
          true,
          "Block 7",
          "Ada",
          log.isDeleted(query.position()),
          log.editsOf(query.position()),
          query.people().stream()
              .map(person ->
                  new Recipients.One(
                      listener(person)
                          .of(
                              query.conversation(),
                              query.position(),
                              member(person),
                              query.author(),
                              listener(query.author()).blocked()),
                      log.readUpTo(person),
                      listener(person).devices()))
              .toList());
    }

    @Override
    public Audience audience(ConversationId conversation) {
      asked.incrementAndGet();
      return new Audience(true, people.keySet().stream().map(this::member).toList());
    }

    @Override
    public List<Listener> listeners(Set<PersonId> who) {
      asked.incrementAndGet();
      return who.stream().map(this::listener).toList();
    }

    @Override
    public List<Interested.One> interested(GatheringId id) {
      if (searchAway) {
        throw new Unavailable(new IllegalStateException("search is away"));
      }
      return interested;
    }

    @Override
    public List<PersonId> attendees(GatheringId id) {
      return people.keySet().stream()
          .filter(person -> Objects.requireNonNull(people.get(person)).attends)
          .toList();
    }

    @Override
    public GatheringRecipients recipients(GatheringId id, Set<PersonId> who) {
      return new GatheringRecipients(
          gathering,
          who.stream()
              .map(person ->
                  new GatheringRecipients.One(
                      listener(person),
                      listener(person).block(ADA, Set.of()),
                      Objects.requireNonNull(people.get(person)).attends))
              .toList());
    }

    @Override
    public List<Device.Registered> devices(PersonId person) {
      return Objects.requireNonNull(people.get(person)).devices;
    }

    @Override
    public Set<PersonId> active(Set<PersonId> asked) {
      whenAsked.run();
      Set<PersonId> found = new HashSet<>(asked);
      found.retainAll(active);
      return found;
    }

    @Override
    public void tell(List<Told> messages) {
      for (Told each : messages) {
        if (each.person().equals(BOB)) {
          told.add(each.message());
        }
      }
    }

    @Override
    public Mailbox mailbox(PersonId person) {
      return Objects.requireNonNull(people.get(person)).mailbox;
    }

    @Override
    public List<CampaignId> campaigns(FindCampaigns query) {
      throw new AssertionError("not asked");
    }

    @Override
    public Subscribers subscribers(FindSubscribers query) {
      PersonId after = query.after();
      List<PersonId> some =
          people.keySet().stream()
              .sorted(Comparator.comparing(PersonId::value))
              .filter(person -> after == null || person.value().compareTo(after.value()) > 0)
              .limit(query.max())
              .toList();
      return new Subscribers(
          some.stream().filter(person -> mailbox(person).forTopic(query.topic()) != null).toList(),
          some.size() < query.max() ? null : some.getLast());
    }

    @Override
    public void bounced(PersonId person, Instant askedAt) {
      bounced.add(askedAt);
    }

    @Override
    public void complained(PersonId person, Instant askedAt) {
      throw new AssertionError("not asked");
    }

    @Override
    public void prune(DeviceId device, Instant registeredAt) {
      pruned.add(device);
    }
  }

  /// A log in memory.
  static class MemoryLog implements EventSource {
    private final List<LoggedEvent> events = new ArrayList<>();
    private final Map<String, Long> next = new HashMap<>();

    /// Fetches what others have appended.
    void refresh() {}

    /// Waits until there are more than `some` events.
    synchronized void await(int some, Duration timeout) throws InterruptedException {
      if (some >= events.size()) {
        wait(timeout.toMillis());
      }
    }

    final synchronized long append(Object event) {
      String stream =
          switch (event) {
            case ConversationEvent each -> each.conversationId().value();
            case CampaignEvent campaign -> Campaign.streamOf(campaign.campaignId());
            case MailEvent mail -> "mail:" + mail.personId().value();
            case GatheringEvent gathering -> gathering.gatheringId().value();
            default -> GROUP.value() + "~" + BOB.value();
          };
      long sequence = next.merge(stream, 1L, Long::sum) - 1;
      Entry entry =
          Entry.of(
              stream,
              "",
              sequence,
              stream + '~' + sequence,
              Instant.EPOCH,
              event.getClass().getSimpleName(),
              "1",
              JSON.encode(event),
              new byte[0]);
      events.add(
          new LoggedEvent(
              events.size() + 1, entry, stored -> JSON.decode(stored.type(), stored.payload())));
      notifyAll();
      return sequence;
    }

    synchronized long readUpTo(PersonId person) {
      return events.stream()
          .filter(event ->
              event.event() instanceof ReadEvent.Read read && read.personId().equals(person))
          .mapToLong(event -> ((ReadEvent.Read) event.event()).upTo())
          .max()
          .orElse(-1);
    }

    synchronized boolean isDeleted(long position) {
      return events.stream()
          .anyMatch(event ->
              event.event() instanceof MessageDeleted deleted && deleted.message() == position);
    }

    synchronized List<Long> editsOf(long position) {
      return events.stream()
          .filter(event ->
              event.event() instanceof MessageEdited edited && edited.message() == position)
          .map(LoggedEvent::sequence)
          .toList();
    }

    @Override
    public String epoch() {
      return "memory";
    }

    @Override
    public synchronized long head() {
      refresh();
      return events.size();
    }

    @Override
    public synchronized List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
      refresh();
      return events.stream()
          .filter(event -> event.stream().equals(stream) && event.sequence() >= fromSequence)
          .limit(maxCount)
          .toList();
    }

    @Override
    public synchronized OptionalLong lastSequence(String stream) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Cursor openAfter(long index) {
      return new Cursor() {
        private int at = (int) index;

        @Override
        public List<LoggedEvent> poll(int maxCount) {
          synchronized (MemoryLog.this) {
            refresh();
            List<LoggedEvent> polled =
                List.copyOf(events.subList(at, Math.min(at + maxCount, events.size())));
            at += polled.size();
            return polled;
          }
        }

        @Override
        public void await(Duration timeout) throws InterruptedException {
          MemoryLog.this.await(at, timeout);
        }

        @Override
        public void whenAvailable(Runnable callback) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
      };
    }
  }
}
