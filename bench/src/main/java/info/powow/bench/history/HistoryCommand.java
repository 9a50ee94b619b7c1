package info.powow.bench.history;

import info.powow.bench.history.Town.Happened;
import info.powow.bench.people.ProgressLine;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.json.EventJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Writes a synthetic history into a data folder.
@Command(
    name = "history",
    usageHelpAutoWidth = true,
    sortOptions = false,
    description = {
      "Writes a synthetic history into a new data folder, sealed as the server seals it: people who sign"
          + " up, meet, join groups, write, read, react and attend gatherings, at the usual hours of the"
          + " day.",
      "",
      "./powow up --data DIR then serves it. Nobody can sign in as one of its people. The same seed"
          + " gives the same events; the keys are random."
    })
public final class HistoryCommand implements Callable<Integer> {
  private static final int BATCH = 512;
  private static final int IN_FLIGHT = 64;
  private static final int EVENTS_A_PERSON = 100;

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
      description = "the data folder; its keys go to DIR-keys. It must not have an event log yet")
  private Path data = Path.of("");

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "how many events (default: ${DEFAULT-VALUE})")
  private long events;

  @Option(
      names = "--people",
      paramLabel = "N",
      description = "how many people sign up (default: one for 100 events)")
  private @Nullable Integer people;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "180",
      description = "how many days it lasts (default: ${DEFAULT-VALUE})")
  private int days;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      defaultValue = "2026-01-01",
      description = "its first day (default: ${DEFAULT-VALUE})")
  private LocalDate from = LocalDate.EPOCH;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "random seed (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    long signUps = people == null ? Math.max(20, events / EVENTS_A_PERSON) : people;
    if (events < 1 || days < 1 || signUps < 2 || signUps > 10_000_000) {
      throw new ParameterException(
          command.commandLine(), "1 event, 1 day and 2 to 10,000,000 people are required");
    }
    if (Files.exists(DataFolder.log(data))) {
      throw new ParameterException(
          command.commandLine(), "there is an event log in " + data + " already");
    }
    long began = System.nanoTime();
    try (DataFolder folder = DataFolder.open(data)) {
      write(folder, (int) signUps);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    PrintWriter out = command.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "%,d events of %,d people in %.1f s: %,.0f a second",
            events,
            signUps,
            seconds,
            events / seconds));
    out.flush();
    return 0;
  }

  private void write(DataFolder folder, int signUps) {
    EventJson json = folder.json();
    EventLog log = folder.log();
    ProgressLine progress = new ProgressLine(System.err);
    // With one fsync for many, instead of one for each.
    folder.keys().makeAll(Town.owners(signUps));
    ProgressLine.Count count = progress.count("Events", events);
    Town town = new Town(events, signUps, from, days, seed);
    Deque<CompletableFuture<Long>> appends = new ArrayDeque<>();
    List<Entry> batch = new ArrayList<>(BATCH);
    for (Happened next = town.next(); next != null; next = town.next()) {
      batch.add(entry(json, next));
      count.one();
      if (batch.size() == BATCH) {
        appends.add(log.append(List.copyOf(batch)));
        batch.clear();
        if (appends.size() > IN_FLIGHT) {
          appends.remove().join();
        }
      }
    }
    if (!batch.isEmpty()) {
      appends.add(log.append(batch));
    }
    appends.forEach(CompletableFuture::join);
  }

  private static Entry entry(EventJson json, Happened happened) {
    String type = json.types().nameOf(happened.event().getClass());
    Entry entry =
        Entry.of(
            happened.stream(),
            happened.streamType(),
            happened.sequence(),
            UUID.nameUUIDFromBytes(
                    (happened.stream() + ' ' + happened.sequence())
                        .getBytes(StandardCharsets.UTF_8))
                .toString(),
            happened.at(),
            type,
            json.types().revisionOf(type),
            json.encode(happened.event()),
            new byte[0]);
    return happened.key() == null ? entry : entry.withKey(happened.key());
  }
}
