package info.powow.bench.workload;

import info.powow.bench.load.Latency;
import info.powow.bench.load.OpenLoop;
import info.powow.bench.load.ProgressTimeout;
import info.powow.bench.load.TimedMessage;
import info.powow.bench.people.Arrival;
import info.powow.bench.people.BenchPerson;
import info.powow.bench.people.Concurrently;
import info.powow.bench.server.Observed;
import info.powow.bench.server.Usage;
import info.powow.bench.stomp.Lane;
import info.powow.bench.stomp.LoadConnection;
import info.powow.bench.stomp.StompClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// Many chats of the same size with everybody connected, and each person in one chat.
public final class MessageLoad implements AutoCloseable {
  private static final int WIDTH = 64;
  private static final long HEAD_START = TimeUnit.MILLISECONDS.toNanos(100);

  /// Missing messages count as lost after this long without any.
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /// A server that is this many seconds behind will not catch up.
  private static final double PATIENCE_SECONDS = 3;

  private static final Duration QUIET = Duration.ofMillis(500);
  private static final Duration SETTLE_AT_MOST = Duration.ofSeconds(60);

  private final Setting setting;
  private final StompClient client;
  private final List<LaneLoad> loads = new ArrayList<>();
  private final Observed observed;

  private MessageLoad(Setting setting, StompClient client, boolean ownCounts) {
    this.setting = setting;
    this.client = client;
    this.observed = setting.server().observed();
    for (Lane lane : client.lanes()) {
      int number = loads.size();
      TimedMessage timed =
          new TimedMessage(setting.plan().textLength(), setting.run() << 8 | number);
      loads.add(new LaneLoad(lane, timed, setting.plan().seed() + number, ownCounts));
    }
  }

  /// Creates the people and chats, and connects everybody.
  ///
  /// @param people the number of people, a multiple of `size`
  /// @param size the number in each chat: two in private, more in a group
  /// @param ownCounts whether messages delivered to their sender count
  public static MessageLoad prepare(Setting setting, int people, int size, boolean ownCounts)
      throws InterruptedException {
    List<BenchPerson> persons = setting.accounts().signUp(people);
    MessageLoad load = new MessageLoad(setting, setting.client(), ownCounts);
    try {
      load.connect(persons, size);
    } catch (RuntimeException | InterruptedException e) {
      load.close();
      throw e;
    }
    return load;
  }

  private void connect(List<BenchPerson> persons, int size) throws InterruptedException {
    List<List<Member>> parties = new ArrayList<>();
    for (int first = 0; first < persons.size(); first += size) {
      LaneLoad load = loads.get(parties.size() % loads.size());
      List<BenchPerson> party = persons.subList(first, first + size);
      parties.add(
          IntStream.range(0, size)
              .mapToObj(number -> new Member(party.get(number), number, load))
              .toList());
    }
    List<Member> members = parties.stream().flatMap(List::stream).toList();
    Concurrently.map(
        "People connected", members, WIDTH, setting.progress(), member -> member.connect(client));
    List<Integer> numbers = IntStream.range(0, parties.size()).boxed().toList();
    Concurrently.map(
        size == 2 ? "Private chats opened" : "Groups of " + size + " created",
        numbers,
        WIDTH,
        setting.progress(),
        number -> {
          Chat chat = open(parties.get(number), number);
          LaneLoad load = loads.get(number % loads.size());
          return load.lane()
              .ask(() -> {
                load.add(chat);
                return chat;
              })
              .get();
        });
  }

  private Chat open(List<Member> party, int number) throws Exception {
    LoadConnection first = party.getFirst().connection();
    if (first == null) {
      throw new IllegalStateException("A connection was lost before anything was sent");
    }
    List<BenchPerson> others = party.stream().skip(1).map(Member::person).toList();
    String id =
        others.size() == 1
            ? Arrival.openDirect(first, others.getFirst(), setting.key("direct", number))
            : Arrival.createGroup(first, others, setting.key("group", number));
    return new Chat(id.getBytes(StandardCharsets.UTF_8), party);
  }

  /// Sends at a rate and discards the result.
  void warmUp(double rate, Duration duration) throws InterruptedException {
    if (duration.isPositive()) {
      setting.progress().say("Warming up");
      run(rate, Duration.ZERO, duration);
    }
  }

  /// Sends at a rate, and returns the result of messages intended after the warm-up.
  public RateStep run(double rate, Duration warmUp, Duration measured) throws InterruptedException {
    settle();
    List<LaneLoad> busy = loads.stream().filter(LaneLoad::hasChats).toList();
    long start = System.nanoTime() + HEAD_START;
    long from = start + warmUp.toNanos();
    long to = from + measured.toNanos();
    double interval = 1e9 / rate;
    List<CompletableFuture<Void>> drained = new ArrayList<>();
    for (LaneLoad load : busy) {
      long first = start + (long) (drained.size() * interval);
      double every = interval * busy.size();
      long count = Math.max(0, (long) Math.ceil((to - first) / every));
      long timeout = (long) (1000 + rate * PATIENCE_SECONDS / busy.size());
      OpenLoop schedule = new OpenLoop(first, every, count);
      drained.add(answer(load.lane().ask(() -> load.start(schedule, from, to, timeout))));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new));
    Observed.Moment begin = observed.at(from);
    Observed.Moment end = observed.at(to);
    if (!ProgressTimeout.await(all, SILENCE, this::heard)) {
      setting.progress().say("some messages did not arrive");
    }
    RateStep step = sum(rate, begin.until(end));
    setting.progress().say(step.summary());
    return step;
  }

  private RateStep sum(double rate, Usage usage) {
    LaneLoad.Sum sum = new LaneLoad.Sum();
    for (LaneLoad load : loads) {
      answer(
          load.lane()
              .ask(() -> {
                load.addTo(sum);
                return sum;
              }));
    }
    return new RateStep(
        rate,
        sum.sent,
        sum.receipts,
        sum.deliveries,
        sum.deliveriesDue,
        sum.arrivals / usage.seconds(),
        Latency.of(sum.receiptTimes),
        Latency.of(sum.deliveryTimes),
        sum.overloaded,
        usage,
        List.copyOf(sum.complaints));
  }

  /// Sends as fast as the server accepts, and waits until everything is acknowledged and delivered.
  void fill(long count, int width) throws Exception {
    List<CompletableFuture<Void>> drained = new ArrayList<>();
    for (LaneLoad load : loads) {
      long share = count / loads.size() + (drained.size() < count % loads.size() ? 1 : 0);
      drained.add(answer(load.lane().ask(() -> load.fill(share, width))));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new));
    if (!ProgressTimeout.await(all, SILENCE, this::heard)) {
      throw new TimeoutException(
          "The server has stopped answering: " + sum(0, observed.now().until(observed.now())));
    }
  }

  /// Waits until nothing arrives from earlier runs, and reconnects lost members.
  private void settle() throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE_AT_MOST.toNanos();
    long before = -1;
    for (long now = heard(); now != before && System.nanoTime() - deadline < 0; now = heard()) {
      before = now;
      Thread.sleep(QUIET);
    }
    List<Member> lost = new ArrayList<>();
    for (LaneLoad load : loads) {
      lost.addAll(answer(load.lane().ask(load::lost)));
    }
    if (!lost.isEmpty()) {
      Concurrently.map(
          "People reconnected", lost, WIDTH, setting.progress(), member -> member.connect(client));
    }
  }

  private long heard() {
    return loads.stream().mapToLong(load -> answer(load.lane().ask(load::heard))).sum();
  }

  private static <T> T answer(CompletableFuture<T> question) {
    return question.join();
  }

  @Override
  public void close() {
    client.close();
  }
}
