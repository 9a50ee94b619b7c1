package info.powow.bench.history;

import com.sun.management.OperatingSystemMXBean;
import info.powow.analytics.columns.ColumnSink;
import info.powow.analytics.columns.Manifest;
import info.powow.analytics.duckdb.DuckDbChild;
import info.powow.analytics.duckdb.Format;
import info.powow.analytics.duckdb.Outcome;
import info.powow.analytics.replay.ChildCommand;
import info.powow.analytics.replay.ChildProcess;
import info.powow.analytics.replay.child.Frame;
import info.powow.analytics.replay.child.ReplayCall;
import info.powow.bench.server.Checkout;
import info.powow.eventlog.LogEventSource;
import info.powow.identity.InstallationSecret;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures replays, tables and SQL over the history of a data folder.
@Command(
    name = "analytics",
    usageHelpAutoWidth = true,
    sortOptions = false,
    description = {
      "Measures replays, the tables for analysts and SQL over the history of a data folder, such as"
          + " powow bench history writes. No Powow may run with that folder, and nothing in it changes.",
      "",
      "Without a server: the processes that read and write are those of a server, and nothing else runs."
    })
public final class AnalyticsBench implements Callable<Integer> {
  private static final Duration LONG = Duration.ofHours(1);
  private static final int ROOM_MEGABYTES = 256;
  private static final int DUCK_MEGABYTES = 256;
  private static final int PROCESS_MEGABYTES = 768;
  private static final int FILE_MEGABYTES = 4_096;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this text")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "the data folder; its keys are in DIR-keys")
  private Path data = Path.of("");

  @Option(
      names = "--part",
      paramLabel = "KB",
      defaultValue = "1024",
      description = "how much of a replay is asked for at a time (default: ${DEFAULT-VALUE})")
  private int part;

  @Option(
      names = "--tries",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "how often each question is asked; the median counts (default: ${DEFAULT-VALUE})")
  private int tries;

  private PrintWriter out = new PrintWriter(System.out);

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec);
    if (!Files.isDirectory(DataFolder.log(data)) || part < 1 || part > 16_384 || tries < 1) {
      throw new ParameterException(
          command.commandLine(),
          "an event log in " + data + ", 1 to 16384 KB and at least 1 try are required");
    }
    out = command.commandLine().getOut();
    Path work = Files.createTempDirectory(data.toAbsolutePath().getParent(), "powow-analytics-");
    try (DataFolder folder = DataFolder.open(data)) {
      say("%,d events, %d cores", folder.log().head(), Runtime.getRuntime().availableProcessors());
      replay(
          folder,
          work,
          "replay, pseudonyms",
          new ReplayCall.PseudonymKeys("00".repeat(32), null),
          false);
      replay(folder, work, "replay, ids, no texts", null, false);
      replay(folder, work, "replay, ids and texts", null, true);
      columns(folder, work);
    } finally {
      Checkout.delete(work);
    }
    return 0;
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  private void replay(
      DataFolder folder,
      Path work,
      String name,
      ReplayCall.@Nullable PseudonymKeys pseudonyms,
      boolean reveal)
      throws IOException {
    Path own = Files.createDirectories(work.resolve("replay"));
    folder.log().copyTo(own.resolve("log"));
    ChildCommand command = new ChildCommand(ROOM_MEGABYTES, 0, List.of());
    long began = System.nanoTime();
    try (ChildProcess room = ChildProcess.start(command, own, folder.keys(), folder.json())) {
      ReplayCall.Opened opened =
          room.call(
              Frame.Kind.OPEN,
              new ReplayCall.Open(
                  1, Long.MAX_VALUE, List.of(), List.of(), List.of(), null, pseudonyms, reveal),
              ReplayCall.Opened.class,
              false,
              _ -> {},
              LONG);
      double open = since(began);
      AtomicLong bytes = new AtomicLong();
      long reading = System.nanoTime();
      long reached = 0;
      boolean ended = false;
      while (!ended) {
        ReplayCall.ReadUpTo upTo =
            room.call(
                Frame.Kind.READ,
                new ReplayCall.Read(reached, part << 10, false),
                ReplayCall.ReadUpTo.class,
                reveal,
                lines -> bytes.addAndGet(lines.length),
                LONG);
        reached = upTo.reached();
        ended = upTo.ended();
      }
      double seconds = since(reading);
      say(
          "| %s | opened in %.1f s, then %,.0f events/s, %.0f MB/s |",
          name, open, opened.events() / seconds, bytes.get() / 1e6 / seconds);
    }
  }

  private void columns(DataFolder folder, Path work) throws InterruptedException {
    DuckDbChild.Limits limits =
        new DuckDbChild.Limits(
            DUCK_MEGABYTES, PROCESS_MEGABYTES, FILE_MEGABYTES, Duration.ofMinutes(10));
    long head = folder.log().head();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    LogEventSource source =
        new LogEventSource(
            folder.log(), entry -> folder.json().decode(entry.type(), entry.payload()));
    try (ColumnSink sink =
        new ColumnSink(
            source,
            work.resolve("columns"),
            new DuckDbChild("that writes columns", work.resolve("writer"), limits),
            InstallationSecret.of(Base64.getEncoder().encodeToString(new byte[32]), null),
            "bench",
            LONG)) {
      long began = System.nanoTime();
      long cpu = system.getProcessCpuTime();
      sink.start();
      try (ColumnSink.Reading reading = sink.read(LONG)) {
        double seconds = since(began);
        long used = system.getProcessCpuTime() - cpu;
        long child =
            ProcessHandle.current()
                .children()
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
        say(
            "| tables | %,.0f events/s; CPU a event: %.1f µs in the server, %.1f µs in the process"
                + " that writes |",
            head / seconds, used / 1e3 / head, child / 1e3 / head);
        Manifest manifest = Objects.requireNonNull(reading.manifest());
        ask(
            work,
            limits,
            sink.folder(),
            manifest,
            "events by day and type",
            "SELECT date_trunc('day', happened_at) AS day, type, count(*) FROM events GROUP BY ALL");
        ask(
            work,
            limits,
            sink.folder(),
            manifest,
            "people by day",
            "SELECT date_trunc('day', happened_at) AS day, count(DISTINCT person) FROM events"
                + " GROUP BY ALL");
      }
    }
  }

  /// Each time in a new process.
  private void ask(
      Path work,
      DuckDbChild.Limits limits,
      Path folder,
      Manifest manifest,
      String name,
      String sql) {
    List<Path> files = manifest.files(folder, "events");
    String view =
        "CREATE VIEW events AS SELECT idx, happened_at, type,"
            + " substr(sha256('key' || person::VARCHAR), 1, 16) AS person FROM read_parquet(["
            + String.join(", ", files.stream().map(file -> "'" + file + "'").toList())
            + "])";
    double[] seconds = new double[tries];
    for (int i = 0; i < tries; i++) {
      try (DuckDbChild child = new DuckDbChild("that answers", work.resolve("reader"), limits)) {
        long began = System.nanoTime();
        Outcome outcome =
            child.ask(
                List.of(view),
                files,
                Set.of("events"),
                sql,
                Format.CSV,
                work.resolve("answer"),
                manifest.reached(),
                1_000_000,
                Duration.ofMinutes(5));
        if (outcome.failure() != null) {
          say("| %s | %s: %s |", name, outcome.failure(), Objects.toString(outcome.message(), ""));
          return;
        }
        seconds[i] = since(began);
      }
    }
    Arrays.sort(seconds);
    say("| %s | %.2f s, with a new process |", name, seconds[tries / 2]);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
