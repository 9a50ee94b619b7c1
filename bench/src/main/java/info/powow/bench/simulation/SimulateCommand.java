package info.powow.bench.simulation;

import info.powow.bench.report.Numbers;
import info.powow.bench.simulation.Simulation.Habits;
import info.powow.bench.simulation.Simulation.Load;
import info.powow.bench.simulation.Town.Placement;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Simulates fan-out and presence over many socket nodes.
@Command(
    name = "simulate",
    usageHelpAutoWidth = true,
    sortOptions = false,
    description =
        "Simulates fan-out and presence over many socket nodes: what each would read, deliver and"
            + " tell the others in a second. Nothing is started.")
public final class SimulateCommand implements Callable<Integer> {
  private static final int SAMPLES = 20_000;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this text")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      split = ",",
      defaultValue = "3,10,50,200",
      description = "socket nodes (default: ${DEFAULT-VALUE})")
  private List<Integer> nodes = List.of();

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "50000",
      description = "connections of each node (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--conversations",
      paramLabel = "N",
      defaultValue = "20",
      description = "small conversations of each person (default: ${DEFAULT-VALUE})")
  private int conversations;

  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "6",
      description = "connected members of each of these (default: ${DEFAULT-VALUE})")
  private int members;

  @Option(
      names = "--local",
      paramLabel = "PERCENT",
      defaultValue = "80",
      description = "how many of them are among neighbours (default: ${DEFAULT-VALUE})")
  private int local;

  @Option(
      names = "--message-every",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "how often each person sends a message (default: ${DEFAULT-VALUE})")
  private double messageEvery;

  @Option(
      names = "--stay",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "how long people are connected (default: ${DEFAULT-VALUE})")
  private double stay;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "random seed: the same seed gives the same table (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    if (Stream.of(connections, conversations).anyMatch(n -> n < 1)
        || nodes.stream().anyMatch(n -> n < 1 || n > 1_000)
        || members < 2
        || local < 0
        || local > 100
        || !(messageEvery > 0)
        || !(stay > 0)) {
      throw new ParameterException(
          command.commandLine(),
          "1 to 1000 nodes are required, and connections, conversations, 2 members, 0 to 100 percent"
              + " and time");
    }
    PrintWriter out = command.commandLine().getOut();
    out.println(
        "| socket nodes | placement of people | events read/s | of these, relevant to the node"
            + " | delivered/s | reported/s | batches/s | reported/s after the loss of a node |");
    out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (int count : nodes) {
      for (Placement placement : Placement.values()) {
        out.println(line(count, placement));
      }
    }
    out.println();
    out.println("All figures are per node.");
    out.flush();
    return 0;
  }

  private String line(int count, Placement placement) {
    SplittableRandom random = new SplittableRandom(seed);
    // The shares depend on the structure of acquaintances, not on the number of people.
    Town town =
        Town.of(
            new Town.Form(count, Math.min(connections, 1_000), 200, conversations, members, local),
            placement,
            random);
    Load load =
        new Simulation(town, random).run(new Habits(messageEvery, stay), SAMPLES, connections);
    return "| %d | %s | %s | %s %% | %s | %s | %s | %s |"
        .formatted(
            count,
            placement == Placement.CHANCE ? "by chance" : "with their neighbours",
            rounded(load.read()),
            String.format(Locale.ROOT, "%.1f", load.concerning()),
            rounded(load.deliveries()),
            rounded(load.told()),
            rounded(load.batches()),
            rounded(load.toldAfterLoss()));
  }

  private static String rounded(double value) {
    return Numbers.text(Math.rint(value));
  }
}
