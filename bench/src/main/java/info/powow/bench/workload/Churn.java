package info.powow.bench.workload;

import info.powow.bench.load.RateSearch;
import info.powow.bench.load.TimedMessage;
import info.powow.bench.people.Arrival;
import info.powow.bench.people.BenchPerson;
import info.powow.bench.people.Concurrently;
import info.powow.bench.report.Bar;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import info.powow.bench.stomp.FrameView;
import info.powow.bench.stomp.Lane;
import info.powow.bench.stomp.LoadConnection;
import info.powow.bench.stomp.StompClient;
import info.powow.bench.stomp.StompListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// People who connect, authenticate, subscribe, send one message, wait for its receipt and its
/// event, and disconnect.
public final class Churn implements Workload {
  private static final int PEOPLE = 1_000;
  private static final double FIRST_TRY = 100;
  private static final int WIDTH = 32;

  @Override
  public String name() {
    return "churn";
  }

  private record Visitor(BenchPerson person, byte[] conversation) {}

  @Override
  public Outcome run(Setting setting) throws Exception {
    Plan plan = setting.plan();
    int people = plan.connections().orElse(PEOPLE) / 2 * 2;
    List<BenchPerson> persons = setting.accounts().signUp(people);
    List<Figure> figures = new ArrayList<>();
    List<Visits.Run> runs = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    try (StompClient client = setting.client()) {
      List<Visitor> visitors = openChats(setting, client, persons);
      Map<Lane, TimedMessage> timed = new HashMap<>();
      for (Lane lane : client.lanes()) {
        timed.put(lane, new TimedMessage(plan.textLength(), setting.run() << 8 | timed.size()));
      }
      AtomicInteger next = new AtomicInteger();
      Visits visits =
          new Visits(
              setting,
              client.lanes(),
              () -> {
                Visitor visitor =
                    visitors.get(Math.floorMod(next.getAndIncrement(), visitors.size()));
                return new Cycle(client, visitor, timed);
              });
      double first = plan.rate().orElse(FIRST_TRY);
      visits.warmUp(first, plan.warmUp().multipliedBy(2));
      if (plan.rate().isPresent()) {
        Visits.Run run = visits.run(first, plan.warmUp(), plan.measured());
        runs.add(run);
        if (!run.isComplete()) {
          complaints.add("at a fixed rate not all was done: " + run.summary());
        }
        add(figures, "at %,.0f cycles/s".formatted(first), run);
      } else {
        setting.progress().say("Looking for the highest rate");
        RateSearch.Found<Visits.Run> found =
            new RateSearch<Visits.Run>(
                    at -> visits.run(at, plan.warmUp().dividedBy(2), plan.measured().dividedBy(2)),
                    run -> run.holds(plan.limitMillis()))
                .from(first);
        runs.addAll(found.all());
        figures.add(new Figure(Bar.CHURN, found.rate()));
        Visits.Run best = found.best();
        if (best != null) {
          add(figures, "at the highest rate", best);
        }
      }
    }
    return new Outcome(name(), figures, runs, complaints);
  }

  private static void add(List<Figure> figures, String at, Visits.Run run) {
    figures.add(new Figure(at + ": cycle p50 ms", run.time().p50()));
    figures.add(new Figure(at + ": cycle p99 ms", run.time().p99()));
    Cpu.addTo(figures, at + ", of cycles", run.usage(), run.done());
  }

  /// Everybody has a chat with the next person, who stays offline.
  private static List<Visitor> openChats(
      Setting setting, StompClient client, List<BenchPerson> people) throws InterruptedException {
    List<Integer> numbers = IntStream.range(0, people.size() / 2).boxed().toList();
    List<Visitor> visitors = new ArrayList<>();
    Concurrently.map(
            "Private chats opened",
            numbers,
            WIDTH,
            setting.progress(),
            number -> {
              BenchPerson one = people.get(2 * number);
              BenchPerson other = people.get(2 * number + 1);
              Lane lane = client.lanes().get(number % client.lanes().size());
              LoadConnection connection = Arrival.of(client, lane, one, Arrival.COMMANDING);
              String id = Arrival.openDirect(connection, other, setting.key("direct", number));
              Arrival.await(connection.disconnect());
              byte[] conversation = id.getBytes(StandardCharsets.UTF_8);
              return List.of(new Visitor(one, conversation), new Visitor(other, conversation));
            })
        .forEach(visitors::addAll);
    return visitors;
  }

  private static final class Cycle implements Visits.Visit, StompListener {
    private final StompClient client;
    private final Visitor visitor;
    private final Map<Lane, TimedMessage> messages;
    private Visits.@Nullable Done done;
    private @Nullable LoadConnection connection;
    private boolean stored;
    private boolean received;

    Cycle(StompClient client, Visitor visitor, Map<Lane, TimedMessage> messages) {
      this.client = client;
      this.visitor = visitor;
      this.messages = messages;
    }

    @Override
    public void begin(Lane lane, Visits.Done whenDone) {
      done = whenDone;
      client
          .open(lane, visitor.person().token(), this)
          .whenComplete((opened, failure) -> {
            if (failure == null) {
              talk(opened);
            } else {
              whenDone.badly("not let in: " + failure.getMessage());
            }
          });
    }

    /// Sends without waiting in between: the server preserves the order.
    private void talk(LoadConnection opened) {
      connection = opened;
      opened.subscribe(Arrival.EVENTS_ID, Arrival.EVENTS, Map.of());
      Lane lane = opened.lane();
      TimedMessage message = Objects.requireNonNull(messages.get(lane));
      lane.execute(() -> {
        message.write(lane.writer(), visitor.conversation(), 0, System.nanoTime());
        opened.write();
      });
    }

    @Override
    public void receipt(long intended, long now) {
      stored = true;
      goIfAllIsDone();
    }

    @Override
    public void message(LoadConnection from, FrameView frame, long now) {
      if (Objects.requireNonNull(messages.get(from.lane())).find(frame) >= 0) {
        received = true;
        goIfAllIsDone();
      }
    }

    private void goIfAllIsDone() {
      Visits.Done whenDone = done;
      if (stored && received && connection != null && whenDone != null) {
        connection.disconnect().thenRun(whenDone::well);
      }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
      if (cause != null && done != null) {
        done.badly(String.valueOf(cause.getMessage()));
      }
    }

    @Override
    public void cut() {
      if (connection != null) {
        connection.cut();
      }
    }
  }
}
