package info.powow.bench.attack;

import info.powow.bench.people.BenchAccounts;
import info.powow.bench.people.ProgressLine;
import info.powow.bench.server.Checkout;
import info.powow.bench.server.JavaReading;
import info.powow.bench.server.Machine;
import info.powow.bench.server.Observed;
import info.powow.bench.server.ProcessReading;
import info.powow.bench.server.Server;
import info.powow.bench.stomp.HeartBeat;
import info.powow.bench.workload.MessageLoad;
import info.powow.bench.workload.Plan;
import info.powow.bench.workload.RateStep;
import info.powow.bench.workload.Setting;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures what other users experience while the server is under attack.
@Command(
    name = "attacks",
    usageHelpAutoWidth = true,
    sortOptions = false,
    description = {
      "Attacks a server in one way after another, and at last in all ways at once. Meanwhile people"
          + " chat, and somebody asks GET /api/me over a new connection each time. Latencies count"
          + " from the intended time of sending.",
      "",
      "It holds when everything is acknowledged, delivered and answered, SEND to RECEIPT takes at"
          + " most 100 ms and GET /api/me at most 300 ms, both for 99 %% of them.",
      "",
      "The server has its usual limits. All attackers are on this machine, so that no limit for one"
          + " address spares it anything."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it holds", "1:it does not, or could not be measured", "2:not understood"})
public final class AttackBench implements Callable<Integer> {
  private static final int PEOPLE = 8;
  private static final Duration SETTLE = Duration.ofSeconds(3);

  /// Attacks start before the measured period, and end after it.
  private static final long LEAD_SECONDS = 2;

  private static final String ALL = "all at once";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this text")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "ATTACK",
      description =
          "large-bodies, slow-bodies, sign-ins, half-uploads, half-requests, endless-heads,"
              + " unread-pongs, long-ids, block-gifs, unread-answers, searches, or all (at once);"
              + " without one, each and then all at once")
  private List<String> names = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "measured in each round (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "20",
      description = "messages a second, and as many GET /api/me (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "20",
      description = "seconds of chatting before the first round (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(
      names = "--groups",
      paramLabel = "N",
      defaultValue = "2500",
      description =
          "groups into which somebody is put who then searches (default: ${DEFAULT-VALUE})")
  private int groups;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "attack the server that runs there; it must be on this machine and for tests")
  private @Nullable URI url;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "its process, so that its memory can be told")
  private @Nullable Long pid;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "the server to start (default: what ./powow has built)")
  private @Nullable Path jar;

  @Option(
      names = "--server-jvm",
      paramLabel = "OPTION",
      description = "one more option for the server's JVM (default: -Xmx1g)")
  private List<String> serverJvm = List.of();

  @Option(
      names = "--server-setting",
      paramLabel = "NAME=VALUE",
      description = "one more setting for the server")
  private List<String> serverSettings = List.of();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "every single figure (default: bench-attacks.json beside the jar)")
  private @Nullable Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "put the figures into this page, such as docs/safety.md")
  private @Nullable Path markdown;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "where the server keeps its data meanwhile (default: beside the jar)")
  private @Nullable Path folder;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final ProgressLine progress = new ProgressLine(System.err);

  @Override
  public Integer call() throws Exception {
    List<List<Attack>> plan = plan();
    Path work =
        Files.createTempDirectory(
            folder == null ? Checkout.besideTheJar() : folder, "powow-bench-");
    try (Server server = server(work)) {
      Rounds rounds = measure(server, plan, Machine.here(work));
      out.println();
      out.print(rounds.markdown());
      Path file = json == null ? Checkout.besideTheJar().resolve("bench-attacks.json") : json;
      Files.writeString(file, rounds.json());
      out.println("All figures: " + file.toAbsolutePath());
      if (markdown != null) {
        Files.writeString(
            markdown, Rounds.PLACE.filled(Files.readString(markdown), rounds.markdown()));
      }
      out.println(rounds.hold() ? "It holds." : "It does not hold.");
      return rounds.hold() ? 0 : 1;
    } finally {
      Checkout.delete(work);
    }
  }

  /// The attacks of each round; the first round has none.
  private List<List<Attack>> plan() throws IOException {
    if (seconds < 1 || warmUp < 0 || groups < 1 || !(rate > 0) || rate > 100) {
      throw misused("durations, numbers and rates must be positive, the rate at most 100");
    }
    if (pid != null && url == null) {
      throw misused("--pid belongs to --url");
    }
    if (markdown != null
        && !(Files.isRegularFile(markdown) && Rounds.PLACE.isIn(Files.readString(markdown)))) {
      throw misused("there is no place for attacks in " + markdown);
    }
    List<List<Attack>> plan = new ArrayList<>();
    plan.add(List.of());
    if (names.isEmpty()) {
      for (Attack attack : Attack.values()) {
        plan.add(List.of(attack));
      }
      plan.add(List.of(Attack.values()));
    }
    for (String name : names) {
      plan.add(
          name.equals("all")
              ? List.of(Attack.values())
              : List.of(
                  Attack.labelled(name).orElseThrow(() -> misused("there is no attack " + name))));
    }
    return plan;
  }

  private Server server(Path work) throws IOException, InterruptedException {
    if (url != null) {
      return Server.attach(url, pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
    }
    List<String> jvm = new ArrayList<>(Server.JVM);
    jvm.addAll(serverJvm.isEmpty() ? List.of("-Xmx1g") : serverJvm);
    List<String> settings = new ArrayList<>();
    Path searchNode = Checkout.home().resolve("search-node/target/search-node");
    if (Files.isDirectory(searchNode)) {
      settings.add("--powow.search.node=" + searchNode);
    }
    serverSettings.forEach(setting -> settings.add("--" + setting));
    Path server = jar == null ? Checkout.home().resolve("standalone/target/standalone.jar") : jar;
    if (!Files.exists(server)) {
      throw new IOException("there is no server at " + server + " (--jar or --url tell where)");
    }
    return Server.start(new Server.Launch(server, work, jvm, settings));
  }

  private Rounds measure(Server server, List<List<Attack>> plan, Machine machine) throws Exception {
    Setting setting = new Setting(server, load(), progress, System.currentTimeMillis());
    try (MessageLoad chat = MessageLoad.prepare(setting, PEOPLE, 2, false);
        AttackerProcess attackers = AttackerProcess.start(server.url(), groups)) {
      String token =
          new BenchAccounts(server.url(), Long.toString(System.currentTimeMillis(), 36), progress)
              .signUp(1)
              .getFirst()
              .token();
      progress.say("Warming up");
      RateStep unused = chat.run(rate, Duration.ZERO, Duration.ofSeconds(Math.max(1, warmUp)));
      Double before = heapAfterCollection(server.observed());
      List<Round> rounds = new ArrayList<>();
      for (List<Attack> attacks : plan) {
        Round round = round(server, chat, attackers, attacks, token);
        out.printf(
            "%-15s RECEIPT p50 %7.2f p99 %8.2f max %8.2f   GET /api/me p50 %7.2f p99 %8.2f max %8.2f   %s%n",
            round.attack(),
            round.receipt().p50(),
            round.receipt().p99(),
            round.receipt().max(),
            round.me().p50(),
            round.me().p99(),
            round.me().max(),
            round.holds() ? "holds" : "does not hold: " + round.shortfall());
        round
            .outcomes()
            .forEach(
                (attack, counts) -> out.println("    " + attack + ": " + Rounds.inWords(counts)));
        rounds.add(round);
        Thread.sleep(SETTLE);
      }
      return new Rounds(
          Instant.now().truncatedTo(ChronoUnit.SECONDS),
          machine,
          seconds,
          rate,
          rounds,
          before,
          heapAfterCollection(server.observed()));
    }
  }

  private Plan load() {
    return new Plan(
        Duration.ZERO,
        Duration.ofSeconds(seconds),
        OptionalDouble.of(rate),
        OptionalInt.empty(),
        Duration.ofMillis((long) Round.RECEIPT_MS),
        0,
        100,
        1,
        new HeartBeat(10_000, 10_000),
        42);
  }

  private Round round(
      Server server,
      MessageLoad chat,
      AttackerProcess attackers,
      List<Attack> attacks,
      String token)
      throws Exception {
    attackers.begin(attacks, LEAD_SECONDS + seconds + 1);
    long from = System.nanoTime() + Duration.ofSeconds(LEAD_SECONDS).toNanos();
    long to = from + Duration.ofSeconds(seconds).toNanos();
    Probe probe =
        new Probe(
            new InetSocketAddress(server.url().getHost(), server.url().getPort()), token, rate);
    CompletableFuture<Probe.Answers> asking = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("probe")
        .start(() -> {
          try {
            asking.complete(probe.run(from, to));
          } catch (InterruptedException | RuntimeException e) {
            asking.completeExceptionally(e);
          }
        });
    RateStep step = chat.run(rate, Duration.ofSeconds(LEAD_SECONDS), Duration.ofSeconds(seconds));
    Probe.Answers answers = asking.get();
    Map<String, Map<String, Long>> outcomes = attackers.outcomes();
    JavaReading java = server.observed().java();
    ProcessReading process = server.observed().server();
    return new Round(
        attacks.isEmpty() ? "nothing" : attacks.size() == 1 ? attacks.getFirst().label() : ALL,
        step.receipt(),
        answers.latency(),
        step.isComplete() && answers.isComplete(),
        shortfall(step, answers),
        outcomes,
        java == null ? null : java.heapUsedKb() / 1024.0,
        process == null ? null : process.residentKb() / 1024.0);
  }

  private static String shortfall(RateStep step, Probe.Answers answers) {
    List<String> missing = new ArrayList<>();
    if (!step.isComplete()) {
      missing.add(
          "%,d of %,d receipts, %,d of %,d deliveries"
              .formatted(step.receipts(), step.sent(), step.deliveries(), step.deliveriesDue()));
      missing.addAll(step.complaints());
    }
    if (!answers.isComplete()) {
      missing.add("GET /api/me: " + Rounds.inWords(answers.answers()));
    }
    return String.join("; ", missing);
  }

  private static @Nullable Double heapAfterCollection(Observed observed)
      throws InterruptedException {
    observed.collectGarbage();
    JavaReading java = observed.java();
    return java == null ? null : java.heapUsedKb() / 1024.0;
  }

  private ParameterException misused(String why) {
    if (spec == null) {
      throw new IllegalStateException(why);
    }
    return new ParameterException(spec.commandLine(), why);
  }
}
