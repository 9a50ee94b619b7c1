package info.powow.bench.workload;

import info.powow.bench.load.RateSearch;
import info.powow.bench.report.Bar;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Groups of one size in which random members send: measures the MESSAGE frames delivered per
/// second.
public final class Groups implements Workload {
  private static final int PEOPLE = 1_000;
  private static final double FIRST_TRY_DELIVERIES = 10_000;

  private final int size;
  private final Bar bar;

  private Groups(int size, Bar bar) {
    this.size = size;
    this.bar = bar;
  }

  public static Groups ofTen() {
    return new Groups(10, Bar.GROUPS_10);
  }

  public static Groups ofAHundred() {
    return new Groups(100, Bar.GROUPS_100);
  }

  @Override
  public String name() {
    return "groups-" + size;
  }

  @Override
  public Outcome run(Setting setting) throws Exception {
    Plan plan = setting.plan();
    int people = Math.max(1, plan.connections().orElse(PEOPLE) / size) * size;
    List<Figure> figures = new ArrayList<>();
    List<RateStep> runs = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    try (MessageLoad load = MessageLoad.prepare(setting, people, size, true)) {
      double first = plan.rate().orElse(FIRST_TRY_DELIVERIES / size);
      load.warmUp(first, plan.warmUp().multipliedBy(2));
      if (plan.rate().isPresent()) {
        RateStep step = load.run(first, plan.warmUp(), plan.measured());
        runs.add(step);
        complaints.addAll(step.complaints());
        if (!step.isComplete()) {
          complaints.add("at a fixed rate not everything came: " + step.summary());
        }
        add(figures, "at %,.0f messages/s".formatted(first), step);
      } else {
        setting.progress().say("Looking for the highest rate");
        RateSearch.Found<RateStep> found =
            new RateSearch<RateStep>(
                    at -> load.run(at, plan.warmUp().dividedBy(2), plan.measured().dividedBy(2)),
                    step -> step.holds(plan.limitMillis()))
                .from(first);
        runs.addAll(found.all());
        RateStep best = found.best();
        figures.add(new Figure(bar, best == null ? 0 : best.deliveredPerSecond()));
        found.all().stream()
            .max(Comparator.comparingDouble(RateStep::deliveredPerSecond))
            .ifPresent(most ->
                figures.add(
                    new Figure("most delivered/s at any rate tried", most.deliveredPerSecond())));
        if (best != null) {
          add(figures, "at the highest rate", best);
        }
      }
    }
    return new Outcome(name(), figures, runs, complaints);
  }

  private void add(List<Figure> figures, String at, RateStep step) {
    figures.add(
        new Figure(at + ": groups of %d, delivered/s".formatted(size), step.deliveredPerSecond()));
    figures.add(new Figure(at + ": delivery p50 ms", step.delivery().p50()));
    figures.add(new Figure(at + ": delivery p99 ms", step.delivery().p99()));
    figures.add(new Figure(at + ": receipt p99 ms", step.receipt().p99()));
    Cpu.addTo(figures, at + ", of delivered", step.usage(), step.deliveries());
  }
}
