package info.powow.socket.push;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.Memberships;
import info.powow.domain.conversation.Memberships.Membership;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.socket.stomp.MessageHead;
import info.powow.socket.stomp.StompVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The push side with simulated log, views, threads and devices. Nothing happens by itself; the
/// test determines each step.
public final class PushWorld {
  private static final EventJson JSON = new EventJson(EventTypes.ofPowow());
  static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  public final Queue<Runnable> pushThread = new ArrayDeque<>();
  final Queue<Runnable> waitingThreads = new ArrayDeque<>();
  final Queue<Question> questions = new ArrayDeque<>();
  final List<Fact> log;
  public final Outbox outbox = new Outbox();
  public final ConnectionRegistry connections;
  private final Map<ConversationId, List<Fact>> conversations;
  private final PushLimits limits;
  private final Fanout fanout;
  public long nanos;
  int taken;
  Runnable whileReading = () -> {};

  /// Of the log.
  String epoch = "first";

  public record Fact(ConversationEvent event, long position, long index) {
    @Override
    public String toString() {
      String who =
          switch (event) {
            case GroupCreated created -> created.members() + (created.history() ? " all" : "");
            case MemberJoined joined -> joined.personId().value();
            case MemberAdded added -> added.personId().value();
            case MemberLeft left -> left.personId().value();
            case MemberRemoved removed -> removed.personId().value();
            default -> "";
          };
      return position + " " + event.getClass().getSimpleName() + " " + who;
    }
  }

  record Question(PersonId person, CompletableFuture<Memberships> answer) {}

  public PushWorld(PushLimits limits) {
    this(limits, new ArrayList<>(), new HashMap<>());
  }

  private PushWorld(
      PushLimits limits, List<Fact> log, Map<ConversationId, List<Fact>> conversations) {
    this.log = log;
    this.conversations = conversations;
    this.limits = limits;
    connections =
        new ConnectionRegistry(
            this::ask,
            pushThread::add,
            limits,
            new LogCatchUp(new PlayedLog(), JSON, limits, waitingThreads::add),
            outbox,
            () -> nanos,
            new RecentMembershipChanges(1_000, Duration.ofMinutes(10).toNanos()));
    fanout = new Fanout(connections, outbox, limits);
  }

  /// Another node of the same log, starting at its head.
  public PushWorld another() {
    PushWorld other = new PushWorld(limits, log, conversations);
    other.taken = log.size();
    other.nanos = nanos;
    return other;
  }

  public static PushLimits limits(int resume, int unnamed, int held) {
    return new PushLimits(resume, unnamed, held, 100, Duration.ofSeconds(5));
  }

  private CompletableFuture<Memberships> ask(PersonId person) {
    Question question = new Question(person, new CompletableFuture<>());
    questions.add(question);
    return question.answer();
  }

  // --- the log ---

  Fact append(ConversationEvent event) {
    List<Fact> conversation =
        conversations.computeIfAbsent(event.conversationId(), _ -> new ArrayList<>());
    Fact fact = new Fact(event, conversation.size(), log.size() + 1);
    conversation.add(fact);
    log.add(fact);
    return fact;
  }

  public Fact create(ConversationId group, boolean history, PersonId... members) {
    return append(
        new GroupCreated(
            group, new CommandKey("k"), members[0], "Group", List.of(members), true, history, AT));
  }

  public Fact say(ConversationId conversation, PersonId sender) {
    return append(
        new MessageSent(
            conversation,
            new CommandKey("k" + log.size()),
            sender,
            "text",
            List.of(),
            List.of(),
            null,
            List.of(),
            AT));
  }

  public Fact edit(ConversationId conversation, long message) {
    return append(
        new MessageEdited(conversation, message, "better", null, new PersonId("ada"), AT));
  }

  public Fact delete(ConversationId conversation, long message) {
    return append(new MessageDeleted(conversation, message, new PersonId("ada"), AT));
  }

  public Fact join(ConversationId conversation, PersonId person) {
    return append(new MemberJoined(conversation, person, AT));
  }

  public Fact add(ConversationId conversation, PersonId person) {
    return append(new MemberAdded(conversation, person, person, AT));
  }

  public Fact leave(ConversationId conversation, PersonId person) {
    return append(new MemberLeft(conversation, person, AT));
  }

  public Fact remove(ConversationId conversation, PersonId person) {
    return append(new MemberRemoved(conversation, person, person, AT));
  }

  List<Fact> conversation(ConversationId conversation) {
    return conversations.getOrDefault(conversation, List.of());
  }

  Iterable<ConversationId> allConversations() {
    return conversations.keySet();
  }

  // --- steps ---

  public boolean takeEvent() {
    if (taken == log.size()) {
      return false;
    }
    Fact fact = log.get(taken++);
    fanout.on(logged(fact));
    outbox.flush();
    return true;
  }

  public boolean runPushTask() {
    Runnable task = pushThread.poll();
    if (task == null) {
      return false;
    }
    task.run();
    outbox.flush();
    return true;
  }

  boolean runWaiting() {
    Runnable task = waitingThreads.poll();
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  /// The views answer as of this many events of the log.
  boolean answer(int viewed) {
    Question question = questions.poll();
    if (question == null) {
      return false;
    }
    question.answer().complete(memberships(question.person(), viewed));
    return true;
  }

  boolean failToAnswer() {
    Question question = questions.poll();
    if (question == null) {
      return false;
    }
    question.answer().completeExceptionally(new IllegalStateException("away"));
    return true;
  }

  /// Works until nothing is left to do.
  public void settle() {
    while (work()) {}
  }

  /// @return whether there was something to do
  public boolean work() {
    return takeEvent() | runPushTask() | answer(log.size()) | runWaiting();
  }

  public void tick(Duration later) {
    nanos += later.toNanos();
    connections.tick(false);
    outbox.flush();
  }

  /// The views' answer about a person as of this many events.
  public Memberships memberships(PersonId person, int viewed) {
    Map<ConversationId, Membership> memberships = new LinkedHashMap<>();
    Map<ConversationId, Boolean> history = new HashMap<>();
    for (Fact fact : log.subList(0, viewed)) {
      ConversationId conversation = fact.event().conversationId();
      switch (fact.event()) {
        case GroupCreated created -> {
          history.put(conversation, created.history());
          if (created.members().contains(person)) {
            memberships.put(conversation, new Membership(conversation, true, 3, 0, 0));
          }
        }
        case MemberJoined joined when joined.personId().equals(person) ->
            memberships.put(conversation, member(fact, history));
        case MemberAdded added when added.personId().equals(person) ->
            memberships.put(conversation, member(fact, history));
        case MemberLeft left when left.personId().equals(person) ->
            memberships.remove(conversation);
        case MemberRemoved removed when removed.personId().equals(person) ->
            memberships.remove(conversation);
        default -> {}
      }
    }
    return new Memberships(person, List.copyOf(memberships.values()));
  }

  private static Membership member(Fact fact, Map<ConversationId, Boolean> history) {
    ConversationId conversation = fact.event().conversationId();
    long visibleFrom = history.getOrDefault(conversation, false) ? 0 : fact.position();
    return new Membership(conversation, true, 3, visibleFrom, fact.position());
  }

  private static LoggedEvent logged(Fact fact) {
    ConversationEvent event = fact.event();
    String stream = event.conversationId().value();
    Entry entry =
        Entry.of(
            stream,
            "Conversation",
            fact.position(),
            stream + '~' + fact.position(),
            AT,
            event.getClass().getSimpleName(),
            "1",
            JSON.encode(event),
            new byte[0]);
    return new LoggedEvent(fact.index(), entry.withDecoded(event), _ -> event);
  }

  /// Reads the current events; more may be appended meanwhile.
  private final class PlayedLog implements EventSource {
    @Override
    public OptionalLong lastSequence(String stream) {
      whileReading.run();
      int events = conversation(new ConversationId(stream)).size();
      return events == 0 ? OptionalLong.empty() : OptionalLong.of(events - 1L);
    }

    @Override
    public String epoch() {
      return epoch;
    }

    @Override
    public long head() {
      return log.size();
    }

    @Override
    public List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
      whileReading.run();
      return conversation(new ConversationId(stream)).stream()
          .skip(fromSequence)
          .limit(maxCount)
          .map(PushWorld::logged)
          .toList();
    }

    @Override
    public Cursor openAfter(long index) {
      throw new UnsupportedOperationException("the test hands the tail on by itself");
    }
  }

  /// A device that records what it receives.
  public final class Device implements Subscriber {
    private static final Pattern BODY =
        Pattern.compile(
            "\\{\"type\":\"(\\w+)\"(?:,\"position\":(\\d+))?(?:,\"conversationId\":\"([\\w-]+)\")?.*");

    final PersonId person;

    /// The received bodies, in order.
    public final List<String> bodies = new ArrayList<>();

    final List<String> got = new ArrayList<>();
    final Map<ConversationId, List<Long>> positions = new LinkedHashMap<>();
    final List<Reason> refused = new ArrayList<>();
    final List<Subscription> subscribed = new ArrayList<>();
    boolean gone;
    boolean overflowed;
    private final List<byte[]> kept = new ArrayList<>();

    public Device(PersonId person) {
      this.person = person;
      pushThread.add(() -> connections.connected(this));
    }

    public Subscription subscribe(String destination, @Nullable Map<ConversationId, Long> resume) {
      return subscribe(destination, resume, null);
    }

    public Subscription subscribe(
        String destination, @Nullable Map<ConversationId, Long> resume, @Nullable String epoch) {
      Subscription subscription =
          new Subscription(
              this,
              destination,
              Topic.of(destination).orElseThrow(),
              MessageHead.of(StompVersion.V1_2, destination, "sub-0"),
              destination,
              null,
              resume == null ? null : new ResumeRequest(resume, epoch));
      pushThread.add(() -> connections.subscribe(subscription));
      return subscription;
    }

    public void unsubscribe(Subscription subscription) {
      pushThread.add(() -> connections.unsubscribe(subscription));
    }

    public void disconnect() {
      gone = true;
      pushThread.add(() -> connections.closed(this));
    }

    @Override
    public PersonId person() {
      return person;
    }

    @Override
    public boolean keep(byte[] frame) {
      kept.add(frame);
      return kept.size() == 1;
    }

    @Override
    public void flush() {
      kept.forEach(this::take);
      kept.clear();
    }

    @Override
    public void send(List<byte[]> frames) {
      frames.forEach(this::take);
    }

    private void take(byte[] frame) {
      if (gone) {
        return;
      }
      String text = new String(frame, StandardCharsets.UTF_8);
      Matcher body = BODY.matcher(text.substring(text.indexOf("\n\n") + 2));
      bodies.add(text.substring(text.indexOf("\n\n") + 2, text.length() - 1));
      if (!body.lookingAt()) {
        throw new AssertionError(text);
      }
      if (body.group(2) == null) {
        got.add(body.group(1));
      } else {
        got.add(body.group(3) + "/" + body.group(2));
        positions
            .computeIfAbsent(new ConversationId(body.group(3)), _ -> new ArrayList<>())
            .add(Long.parseLong(body.group(2)));
      }
    }

    @Override
    public boolean awaitRoom() {
      return !gone;
    }

    @Override
    public void subscribed(Subscription subscription) {
      subscribed.add(subscription);
    }

    @Override
    public void refused(Subscription subscription, Reason reason) {
      refused.add(reason);
    }

    @Override
    public void overflowed() {
      overflowed = true;
    }
  }
}
