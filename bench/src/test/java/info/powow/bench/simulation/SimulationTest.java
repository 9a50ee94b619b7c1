package info.powow.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import info.powow.bench.simulation.Simulation.Habits;
import info.powow.bench.simulation.Simulation.Load;
import info.powow.bench.simulation.Town.Placement;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final Habits HABITS = new Habits(100, 500);

  private static Load run(int nodes, Placement placement, int local) {
    SplittableRandom random = new SplittableRandom(7);
    Town town = Town.of(new Town.Form(nodes, 400, 100, 10, 5, local), placement, random);
    return new Simulation(town, random).run(HABITS, 5_000, 10_000);
  }

  @Test
  void oneNodeReadsWhatConcernsItAndTellsNobody() {
    Load alone = run(1, Placement.CHANCE, 80);
    assertThat(alone.read()).isEqualTo(2 * 10_000 / 100.0);
    assertThat(alone.concerning()).isEqualTo(100);
    assertThat(alone.deliveries()).isEqualTo(10_000 / 100.0 * 4);
    assertThat(alone.told()).isZero();
    assertThat(alone.batches()).isZero();
  }

  @Test
  void whatIsDeliveredDoesNotDependOnWherePeopleAre() {
    assertThat(run(20, Placement.CHANCE, 80).deliveries())
        .isCloseTo(run(20, Placement.HOME, 80).deliveries(), within(1e-6));
  }

  @Test
  void byChanceFiveMembersAreOnNearlyFiveOfManyNodes() {
    // 20 nodes, 5 members: 20 (1 - (19/20)^5) nodes have one of them.
    assertThat(run(20, Placement.CHANCE, 0).concerning())
        .isCloseTo(100 * (1 - Math.pow(0.95, 5)), within(0.5));
  }

  @Test
  void neighboursOnOneNodeConcernThatNodeOnly() {
    Load home = run(20, Placement.HOME, 100);
    assertThat(home.concerning()).isEqualTo(5);
    // Only presence changes are reported, because nobody on other nodes answers.
    assertThat(home.told()).isCloseTo(10_000 / 500.0 * 2 * 19, within(1e-6));
  }

  @Test
  void batchesArriveNoFasterThanTheirPauseAllows() {
    SplittableRandom random = new SplittableRandom(7);
    Town town = Town.of(new Town.Form(10, 400, 100, 10, 5, 80), Placement.CHANCE, random);
    Load storm = new Simulation(town, random).run(new Habits(100, 1), 5_000, 1_000_000);
    assertThat(storm.batches()).isCloseTo(9 / 0.023, within(0.1));
  }
}
