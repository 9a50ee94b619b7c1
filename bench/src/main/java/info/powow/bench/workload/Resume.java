package info.powow.bench.workload;

import info.powow.bench.people.Arrival;
import info.powow.bench.people.BenchPerson;
import info.powow.bench.people.Concurrently;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import info.powow.bench.stomp.FrameView;
import info.powow.bench.stomp.Lane;
import info.powow.bench.stomp.LoadConnection;
import info.powow.bench.stomp.StompClient;
import info.powow.bench.stomp.StompListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// People reconnect to five groups with twenty missed messages each: measures the time until they
/// have caught up.
public final class Resume implements Workload {
  private static final int PEOPLE = 200;
  private static final int GROUP_SIZE = 10;
  private static final int GROUPS_EACH = 5;
  private static final int MISSED = 20;
  private static final double RETURNS = 50;
  private static final int WIDTH = 16;

  @Override
  public String name() {
    return "resume";
  }

  /// @param lastSeen the position up to which all members have seen it
  private record Group(String id, List<Integer> members, long lastSeen) {}

  /// @param resume the person's last positions, as in the header
  private record Returning(BenchPerson person, String resume) {}

  @Override
  public Outcome run(Setting setting) throws Exception {
    Plan plan = setting.plan();
    int people = Math.max(1, plan.connections().orElse(PEOPLE) / GROUP_SIZE) * GROUP_SIZE;
    List<BenchPerson> persons = setting.accounts().signUp(people);
    try (StompClient client = setting.client()) {
      List<Group> groups =
          Concurrently.map(
              "Groups with %d missed messages".formatted(MISSED),
              numbered(drawGroups(people, plan.seed())),
              WIDTH,
              setting.progress(),
              drawn -> talk(setting, client, persons, drawn));
      List<Returning> returning = returning(persons, groups);
      AtomicInteger next = new AtomicInteger();
      Visits visits =
          new Visits(
              setting,
              client.lanes(),
              () ->
                  new Return(
                      client,
                      returning.get(Math.floorMod(next.getAndIncrement(), returning.size()))));
      double rate = plan.rate().orElse(RETURNS);
      Visits.Run run = visits.run(rate, plan.warmUp(), plan.measured());
      List<Figure> figures = new ArrayList<>();
      String at = "at %,.0f returns/s".formatted(rate);
      figures.add(new Figure(at + ": missed messages each", GROUPS_EACH * MISSED));
      figures.add(new Figure(at + ": caught up p50 ms", run.time().p50()));
      figures.add(new Figure(at + ": caught up p99 ms", run.time().p99()));
      Cpu.addTo(figures, at + ", of returns", run.usage(), run.done());
      return new Outcome(
          name(),
          figures,
          List.of(run),
          run.isComplete() ? List.of() : List.of("not all caught up: " + run.summary()));
    }
  }

  private record Drawn(int number, List<Integer> members) {}

  private static List<Drawn> numbered(List<List<Integer>> groups) {
    return IntStream.range(0, groups.size())
        .mapToObj(number -> new Drawn(number, groups.get(number)))
        .toList();
  }

  /// Puts everybody into the same number of groups, each with other people.
  private static List<List<Integer>> drawGroups(int people, long seed) {
    Random random = new Random(seed);
    List<Integer> everybody = new ArrayList<>(IntStream.range(0, people).boxed().toList());
    List<List<Integer>> groups = new ArrayList<>();
    for (int round = 0; round < GROUPS_EACH; round++) {
      Collections.shuffle(everybody, random);
      for (int first = 0; first < people; first += GROUP_SIZE) {
        groups.add(List.copyOf(everybody.subList(first, first + GROUP_SIZE)));
      }
    }
    return groups;
  }

  /// One member creates the group and sends; the first message counts as seen, the others as
  /// missed.
  private static Group talk(
      Setting setting, StompClient client, List<BenchPerson> persons, Drawn drawn)
      throws Exception {
    List<BenchPerson> members = drawn.members().stream().map(persons::get).toList();
    Lane lane = client.lanes().get(drawn.number() % client.lanes().size());
    LoadConnection speaker = Arrival.of(client, lane, members.getFirst(), Arrival.COMMANDING);
    String id =
        Arrival.createGroup(
            speaker, members.subList(1, members.size()), setting.key("group", drawn.number()));
    long lastSeen = -1;
    for (int i = 0; i <= MISSED; i++) {
      String key = setting.key("missed-" + drawn.number(), i);
      String json = "{\"key\":\"%s\",\"text\":\"Nobody hears this yet: %d\"}".formatted(key, i);
      long position =
          Arrival.await(speaker.command("/app/conversations/" + id + "/send", json)).position();
      if (i == 0) {
        lastSeen = position;
      }
    }
    Arrival.await(speaker.disconnect());
    return new Group(id, drawn.members(), lastSeen);
  }

  private static List<Returning> returning(List<BenchPerson> persons, List<Group> groups) {
    Map<Integer, Map<String, Long>> seen = new HashMap<>();
    for (Group group : groups) {
      for (Integer member : group.members()) {
        seen.computeIfAbsent(member, _ -> new TreeMap<>()).put(group.id(), group.lastSeen());
      }
    }
    return IntStream.range(0, persons.size())
        .mapToObj(number ->
            new Returning(
                persons.get(number), JsonMapper.shared().writeValueAsString(seen.get(number))))
        .toList();
  }

  private static final class Return implements Visits.Visit, StompListener {
    private final StompClient client;
    private final Returning who;
    private Visits.@Nullable Done done;
    private @Nullable LoadConnection connection;
    private int received;

    Return(StompClient client, Returning who) {
      this.client = client;
      this.who = who;
    }

    @Override
    public void begin(Lane lane, Visits.Done whenDone) {
      done = whenDone;
      client
          .open(lane, who.person().token(), this)
          .whenComplete((opened, failure) -> {
            if (failure == null) {
              connection = opened;
              opened.subscribe(Arrival.EVENTS_ID, Arrival.EVENTS, Map.of("resume", who.resume()));
            } else {
              whenDone.badly("not let in: " + failure.getMessage());
            }
          });
    }

    @Override
    public void receipt(long intended, long now) {}

    @Override
    public void message(LoadConnection from, FrameView frame, long now) {
      String body = frame.bodyText();
      if (body.contains("\"messageSent\"")) {
        received++;
      } else if (body.contains("\"caughtUp\"") && done != null) {
        if (received == GROUPS_EACH * MISSED) {
          done.well();
        } else {
          done.badly("got %d of %d missed messages".formatted(received, GROUPS_EACH * MISSED));
        }
        from.disconnect();
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
