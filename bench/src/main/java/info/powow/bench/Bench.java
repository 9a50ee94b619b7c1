package info.powow.bench;

import info.powow.bench.attack.AttackBench;
import info.powow.bench.history.AnalyticsBench;
import info.powow.bench.history.HistoryCommand;
import info.powow.bench.people.ProgressLine;
import info.powow.bench.report.Outcome;
import info.powow.bench.report.Results;
import info.powow.bench.server.Checkout;
import info.powow.bench.server.Machine;
import info.powow.bench.server.Server;
import info.powow.bench.simulation.SimulateCommand;
import info.powow.bench.stomp.HeartBeat;
import info.powow.bench.workload.Churn;
import info.powow.bench.workload.Groups;
import info.powow.bench.workload.IdleConnections;
import info.powow.bench.workload.NearbyLoad;
import info.powow.bench.workload.Plan;
import info.powow.bench.workload.PrivateMessages;
import info.powow.bench.workload.Rebuild;
import info.powow.bench.workload.Resume;
import info.powow.bench.workload.Setting;
import info.powow.bench.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command line.
@Command(
    name = "powow bench",
    subcommands = {
      PictureBench.class,
      SimulateCommand.class,
      AttackBench.class,
      HistoryCommand.class,
      AnalyticsBench.class
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Measures Powow under load, and shows the figures beside those to beat.",
      "",
      "Each workload gets a server of its own with an empty data folder, unless --url names one that"
          + " runs already. Latencies count from the intended time of sending."
    },
    footer = {
      "",
      "powow bench jmh [ARGUMENT...] runs the microbenchmarks of the hot pieces; -h there tells more."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:something could not be measured, or was lost or refused at a rate that must hold",
      "2:not understood"
    })
public final class Bench implements Callable<Integer> {
  private static final Map<String, Workload> WORKLOADS = new LinkedHashMap<>();

  static {
    for (Workload workload :
        List.of(
            new PrivateMessages(),
            Groups.ofTen(),
            Groups.ofAHundred(),
            new Churn(),
            new Resume(),
            new IdleConnections(),
            new Rebuild(),
            new NearbyLoad())) {
      WORKLOADS.put(workload.name(), workload);
    }
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this text")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKLOAD",
      description =
          "private, groups (of 10 and of 100; or groups-10, groups-100), churn, resume, idle,"
              + " rebuild, nearby; all of them when none is named")
  private List<String> names = List.of();

  @Option(
      names = "--duration",
      paramLabel = "S",
      defaultValue = "20",
      description = "seconds measured at each rate (default: ${DEFAULT-VALUE}; half in a search)")
  private int duration;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
      description =
          "seconds before that, not counted (default: ${DEFAULT-VALUE}; half in a search)")
  private int warmUp;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "messages, cycles or returns a second; then no highest rate is looked for")
  private @Nullable Double rate;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description =
          "connections (default: 1000; idle 5000, resume 200); of nearby the people (1,000,000)")
  private @Nullable Integer connections;

  @Option(
      names = "--limit",
      paramLabel = "MS",
      defaultValue = "100",
      description = "a rate holds while 99 %% take less (default: ${DEFAULT-VALUE})")
  private int limit;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "200000",
      description = "messages written before a rebuild (default: ${DEFAULT-VALUE})")
  private int events;

  @Option(
      names = "--text",
      paramLabel = "N",
      defaultValue = "100",
      description = "letters in each message (default: ${DEFAULT-VALUE})")
  private int text;

  @Option(
      names = "--heart-beat",
      paramLabel = "OUT,IN",
      defaultValue = "10000,10000",
      description = "what clients offer, in ms; 0,0 for none (default: ${DEFAULT-VALUE})")
  private String heartBeat = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "event loops of the load generator (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "for all that is drawn by lot (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "measure the server that runs there, such as http://127.0.0.1:8080")
  private @Nullable URI url;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "its process, so that its CPU and memory can be told")
  private @Nullable Long pid;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "the server to start (default: what ./powow has built)")
  private @Nullable Path jar;

  @Option(
      names = "--server-jvm",
      paramLabel = "OPTION",
      description = "one more option for the server's JVM, such as --server-jvm=-Xmx2g")
  private List<String> serverJvm = List.of();

  @Option(
      names = "--server-setting",
      paramLabel = "NAME=VALUE",
      description = "one more setting for the server")
  private List<String> serverSettings = List.of();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "all figures, and what is behind them (default: bench-results.json beside the jar)")
  private @Nullable Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "put the figures into this page, such as docs/performance.md")
  private @Nullable Path markdown;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "where the servers keep their data meanwhile (default: beside the jar)")
  private @Nullable Path folder;

  @Option(
      names = "--keep",
      description = "keep the data folders and logs of the servers that were started")
  private boolean keep;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] arguments) throws IOException {
    // Set before Netty is loaded: its leak detection costs more than everything else in the load
    // generator.
    System.setProperty("io.netty.leakDetection.level", "disabled");
    System.setProperty("io.netty.buffer.checkAccessible", "false");
    System.setProperty("io.netty.buffer.checkBounds", "false");
    System.setProperty("java.awt.headless", "true");
    if (arguments.length > 0 && arguments[0].equals("jmh")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .registerConverter(URI.class, URI::create)
        .setExecutionExceptionHandler((failure, command, _) -> {
          command.getErr().println("powow bench: " + failure.getMessage());
          return command.getCommandSpec().exitCodeOnExecutionException();
        });
  }

  @Override
  public Integer call() throws Exception {
    List<Workload> workloads = workloads();
    Plan plan = plan();
    requirePlaceForFigures();
    ProgressLine progress = new ProgressLine(System.err);
    Path work = Files.createTempDirectory(folder(), "powow-bench-");
    try {
      Machine machine = Machine.here(work);
      out.printf(
          "%d cores, %s, %s, fdatasync p50 %.2f ms, load %.2f%n",
          machine.cores(),
          machine.kernel(),
          machine.java(),
          machine.fdatasyncMillis(),
          machine.load());
      List<Outcome> outcomes = new ArrayList<>();
      for (Workload workload : workloads) {
        out.println(workload.name());
        outcomes.add(measure(workload, plan, progress, work));
      }
      Results results =
          new Results(
              Instant.now().truncatedTo(ChronoUnit.SECONDS), machine, plan.settings(), outcomes);
      out.println();
      out.print(results.table());
      Path file = json == null ? Checkout.besideTheJar().resolve("bench-results.json") : json;
      Files.writeString(file, results.json());
      out.println("All figures: " + file.toAbsolutePath());
      if (markdown != null) {
        Files.writeString(markdown, results.writtenInto(Files.readString(markdown)));
      }
      return outcomes.stream().allMatch(outcome -> outcome.complaints().isEmpty()) ? 0 : 1;
    } finally {
      if (keep) {
        out.println("Kept: " + work);
      } else {
        Checkout.delete(work);
      }
    }
  }

  /// A failed workload does not discard the figures of others.
  private Outcome measure(Workload workload, Plan plan, ProgressLine progress, Path work)
      throws InterruptedException {
    try (Server server = server(workload, progress, work)) {
      return workload.run(new Setting(server, plan, progress, System.currentTimeMillis()));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return new Outcome(
          workload.name(), List.of(), List.of(), List.of("not measured: " + e.getMessage()));
    }
  }

  private Server server(Workload workload, ProgressLine progress, Path work)
      throws IOException, InterruptedException {
    if (url != null) {
      return Server.attach(url, pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
    }
    Path folder = Files.createDirectories(work.resolve(workload.name()));
    List<String> jvm = new ArrayList<>(Server.JVM);
    jvm.addAll(serverJvm);
    List<String> settings = new ArrayList<>();
    // Password hashing is deliberately slow, and hundreds of people sign up before the measurement.
    settings.add("--powow.accounts.password-strength=4");
    settings.add("--powow.accounts.max-sign-ups=1000000");
    // A few hundred people move and query as often as many thousands would.
    settings.add("--powow.commands.places.interval=0s");
    settings.add("--powow.limits.scale=1000000");
    Path searchNode = Checkout.home().resolve("search-node/target/search-node");
    if (Files.isDirectory(searchNode)) {
      settings.add("--powow.search.node=" + searchNode);
    }
    serverSettings.forEach(setting -> settings.add("--" + setting));
    Path server = jar == null ? Checkout.home().resolve("standalone/target/standalone.jar") : jar;
    if (!Files.exists(server)) {
      throw new IOException("there is no server at " + server + " (use --jar or --url)");
    }
    Server started = Server.start(new Server.Launch(server, folder, jvm, settings));
    progress.say("Server ready in %.1f s".formatted(started.startSeconds()));
    return started;
  }

  private List<Workload> workloads() {
    if (names.isEmpty()) {
      return List.copyOf(WORKLOADS.values());
    }
    List<Workload> workloads = new ArrayList<>();
    for (String name : names) {
      if (name.equals("groups")) {
        workloads.add(Groups.ofTen());
        workloads.add(Groups.ofAHundred());
        continue;
      }
      Workload workload = WORKLOADS.get(name);
      if (workload == null) {
        throw misused("there is no workload " + name);
      }
      workloads.add(workload);
    }
    return workloads;
  }

  /// Fails before the measurement, not half an hour later.
  private void requirePlaceForFigures() throws IOException {
    if (markdown != null
        && !(Files.isRegularFile(markdown) && Results.hasPlace(Files.readString(markdown)))) {
      throw misused("there is no place for figures in " + markdown);
    }
  }

  private Plan plan() {
    if (duration < 1 || warmUp < 0 || limit < 1 || threads < 1 || events < 0) {
      throw misused("durations, limits and numbers must be positive");
    }
    if (rate != null && !(rate > 0)) {
      throw misused("the rate must be positive");
    }
    if (connections != null && connections < 2) {
      throw misused("it takes two connections to talk");
    }
    if (pid != null && url == null) {
      throw misused("--pid belongs to --url");
    }
    try {
      return new Plan(
          Duration.ofSeconds(warmUp),
          Duration.ofSeconds(duration),
          rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
          connections == null ? OptionalInt.empty() : OptionalInt.of(connections),
          Duration.ofMillis(limit),
          events,
          text,
          threads,
          HeartBeat.parse(heartBeat),
          seed);
    } catch (IllegalArgumentException e) {
      throw misused(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException misused(String why) {
    if (spec == null) {
      throw new IllegalStateException(why);
    }
    return new ParameterException(spec.commandLine(), why);
  }

  /// Not the system's temporary folder, which may be in memory, where durability costs nothing.
  private Path folder() {
    return folder == null ? Checkout.besideTheJar() : folder;
  }
}
