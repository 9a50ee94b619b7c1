package info.powow.bench.workload;

import info.powow.bench.people.Arrival;
import info.powow.bench.people.BenchPerson;
import info.powow.bench.people.Concurrently;
import info.powow.bench.report.Bar;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import info.powow.bench.server.JavaReading;
import info.powow.bench.server.Observed;
import info.powow.bench.server.ProcessReading;
import info.powow.bench.stomp.FrameView;
import info.powow.bench.stomp.Lane;
import info.powow.bench.stomp.LoadConnection;
import info.powow.bench.stomp.StompClient;
import info.powow.bench.stomp.StompListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Idle connections: measures the memory of each.
public final class IdleConnections implements Workload {
  private static final int CONNECTIONS = 5_000;

  /// Connected before the first reading, so that classes, pools and compiled code are not counted.
  private static final int BEFORE = 500;

  private static final int WIDTH = 64;

  @Override
  public String name() {
    return "idle";
  }

  /// @param people the number connected
  record Reading(int people, long residentKb, long heapUsedKb) {}

  @Override
  public Outcome run(Setting setting) throws Exception {
    if (!setting.server().observed().isKnown()) {
      throw new IllegalStateException("needs the server's process id (--pid)");
    }
    int count = setting.plan().connections().orElse(CONNECTIONS);
    List<BenchPerson> people = setting.accounts().signUp(BEFORE + count);
    AtomicInteger lost = new AtomicInteger();
    List<Reading> readings = new ArrayList<>();
    try (StompClient client = setting.client()) {
      Idler idler = new Idler(lost);
      connect(setting, client, people.subList(0, BEFORE), idler);
      readings.add(read(setting, BEFORE));
      connect(setting, client, people.subList(BEFORE, people.size()), idler);
      readings.add(read(setting, BEFORE + count));
      // Ensures that connections survive their heart-beats.
      Thread.sleep(setting.plan().measured());
      readings.add(read(setting, BEFORE + count));
      Reading first = readings.getFirst();
      Reading last = readings.getLast();
      List<Figure> figures =
          List.of(
              new Figure(Bar.IDLE, (double) (last.residentKb - first.residentKb) / count),
              new Figure(
                  "heap per idle connection, KB",
                  (double) (last.heapUsedKb - first.heapUsedKb) / count),
              new Figure("connections", count),
              new Figure("server memory MB with all connected", last.residentKb / 1024.0));
      int gone = lost.get();
      return new Outcome(
          name(), figures, readings, gone == 0 ? List.of() : List.of(gone + " connections lost"));
    }
  }

  private static void connect(
      Setting setting, StompClient client, List<BenchPerson> people, StompListener idler)
      throws InterruptedException {
    List<Lane> lanes = client.lanes();
    AtomicInteger next = new AtomicInteger();
    Concurrently.map(
        "People connected",
        people,
        WIDTH,
        setting.progress(),
        person ->
            Arrival.connected(
                client, lanes.get(next.getAndIncrement() % lanes.size()), person, idler));
  }

  private static Reading read(Setting setting, int people) throws InterruptedException {
    Observed observed = setting.server().observed();
    observed.collectGarbage();
    JavaReading java = observed.java();
    ProcessReading process = observed.server();
    if (java == null || process == null) {
      throw new IllegalStateException("cannot read the state of the server's process");
    }
    setting
        .progress()
        .say(
            "%,d connected: %,d MB resident, %,d MB in the heap"
                .formatted(people, process.residentKb() / 1024, java.heapUsedKb() / 1024));
    return new Reading(people, process.residentKb(), java.heapUsedKb());
  }

  private record Idler(AtomicInteger lost) implements StompListener {
    @Override
    public void receipt(long intended, long now) {}

    @Override
    public void message(LoadConnection connection, FrameView frame, long now) {}

    @Override
    public void closed(@Nullable Throwable cause) {
      if (cause != null) {
        lost.incrementAndGet();
      }
    }
  }
}
