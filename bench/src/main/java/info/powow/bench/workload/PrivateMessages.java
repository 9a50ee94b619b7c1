package info.powow.bench.workload;

import info.powow.bench.load.RateSearch;
import info.powow.bench.report.Bar;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import java.util.ArrayList;
import java.util.List;

/// Pairs of people in private chats: measures the latency at a moderate rate, and the highest rate.
public final class PrivateMessages implements Workload {
  private static final int PEOPLE = 1_000;
  private static final double COMFORTABLE = 200;
  private static final double FIRST_TRY = 2_000;

  @Override
  public String name() {
    return "private";
  }

  @Override
  public Outcome run(Setting setting) throws Exception {
    Plan plan = setting.plan();
    int people = plan.connections().orElse(PEOPLE) / 2 * 2;
    List<Figure> figures = new ArrayList<>();
    List<RateStep> runs = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    try (MessageLoad load = MessageLoad.prepare(setting, people, 2, false)) {
      // A moderate rate alone would not get the server compiled.
      load.warmUp(FIRST_TRY, plan.warmUp().multipliedBy(2));

      double rate = plan.rate().orElse(COMFORTABLE);
      RateStep fixed = load.run(rate, plan.warmUp(), plan.measured());
      runs.add(fixed);
      addFixed(figures, fixed);
      complaints.addAll(fixed.complaints());
      if (!fixed.isComplete()) {
        complaints.add("at a fixed rate not everything came: " + fixed.summary());
      }
      if (plan.rate().isEmpty()) {
        setting.progress().say("Looking for the highest rate");
        RateSearch.Found<RateStep> found =
            new RateSearch<RateStep>(
                    at -> load.run(at, plan.warmUp().dividedBy(2), plan.measured().dividedBy(2)),
                    step -> step.holds(plan.limitMillis()))
                .from(FIRST_TRY);
        runs.addAll(found.all());
        addHighest(figures, found);
      }
    }
    return new Outcome(name(), figures, runs, complaints);
  }

  private static void addFixed(List<Figure> figures, RateStep step) {
    boolean comfortable = step.rate() == COMFORTABLE;
    String at = "at %,.0f/s: ".formatted(step.rate());
    figures.add(
        new Figure(
            at + "delivery p50 ms", step.delivery().p50(), comfortable ? Bar.PRIVATE_P50 : null));
    figures.add(
        new Figure(
            at + "delivery p99 ms", step.delivery().p99(), comfortable ? Bar.PRIVATE_P99 : null));
    figures.add(new Figure(at + "delivery p99.9 ms", step.delivery().p999()));
    figures.add(new Figure(at + "receipt p50 ms", step.receipt().p50()));
    figures.add(new Figure(at + "receipt p99 ms", step.receipt().p99()));
    figures.add(new Figure(at + "receipt p99.9 ms", step.receipt().p999()));
    Cpu.addTo(figures, at.strip().replace(":", ""), step.usage(), step.sent());
  }

  private static void addHighest(List<Figure> figures, RateSearch.Found<RateStep> found) {
    figures.add(new Figure(Bar.PRIVATE_RATE, found.rate()));
    RateStep best = found.best();
    if (best == null) {
      return;
    }
    Long server = best.usage().serverCpuMillis();
    if (server != null) {
      figures.add(new Figure(Bar.PRIVATE_CPU, server * 1e3 / best.sent()));
    }
    figures.add(new Figure("at the highest rate: delivery p50 ms", best.delivery().p50()));
    figures.add(new Figure("at the highest rate: delivery p99 ms", best.delivery().p99()));
    Cpu.addTo(figures, "at the highest rate", best.usage(), best.sent());
  }
}
