package info.powow.operator;

import info.powow.domain.Rejected;
import info.powow.ops.Dependency;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The figures of this node over the last week. Each point has the highest value of its period, so
/// that a peak stays visible. If there is a folder, a restart loses at most a minute; there are no
/// points for the time in which the node did not run. Thread-safe.
final class FigureHistory implements OpsTicker.Tick, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FigureHistory.class);
  private static final int FORMAT = 0x506f4832;
  private static final int MAX_FIGURES = 128;
  private static final int MAX_BYTES = 4 << 20;
  private static final Duration SAVED_EVERY = Duration.ofMinutes(1);

  /// No node ran before. Machines without a battery start in 1970, until their clock is set.
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  /// If a clock goes back by more, or ahead, nothing is deleted because of it until it has told the
  /// new time for [#STEADY_TICKS].
  private static final Duration SMALL_STEP = Duration.ofMinutes(10);

  private static final int STEADY_TICKS = 600;

  /// How far apart the points are, and how many are kept.
  enum Resolution {
    SECOND("1s", 1, 120),
    TEN_SECONDS("10s", 10, 360),
    MINUTE("1m", 60, 1_440),
    TEN_MINUTES("10m", 600, 1_008);

    private final String word;
    private final int seconds;
    private final int points;

    Resolution(String word, int seconds, int points) {
      this.word = word;
      this.seconds = seconds;
      this.points = points;
    }

    int seconds() {
      return seconds;
    }

    /// The beginning of the oldest period that is kept when the newest one begins at `newest`.
    private long oldest(long newest) {
      return newest - (points - 1L) * seconds;
    }

    /// @throws Rejected if there is none
    static Resolution of(String word) {
      return Arrays.stream(values())
          .filter(each -> each.word.equals(word))
          .findFirst()
          .orElseThrow(() ->
              Rejected.field(
                  "resolution",
                  "one of "
                      + Arrays.stream(values())
                          .map(each -> each.word)
                          .collect(Collectors.joining(", ")),
                  "another value"));
    }
  }

  /// @param at the beginning of the period
  record Point(Instant at, double value) {}

  /// @param values by the number of the figure; NaN if there was none. May be shorter than there are
  ///     figures by now
  private record Row(long at, float[] values) {}

  private final StatusReader status;

  /// Null if nothing is saved.
  private final @Nullable Path file;

  private final Map<String, Integer> figures = new LinkedHashMap<>();
  private final Map<Resolution, Deque<Row>> rows = new EnumMap<>(Resolution.class);
  private final ReentrantLock saving = new ReentrantLock();
  private volatile Instant saved = Instant.MIN;

  // guarded by this: the second of the last point, how many ticks in a row were before it by more
  // than a small step, and how many were not since the last step ahead
  private long last = Long.MIN_VALUE;
  private int behind;
  private int steady;
  private boolean toldFull;

  /// @param folder null if nothing should survive a restart
  FigureHistory(StatusReader status, @Nullable Path folder) {
    this.status = status;
    for (Resolution each : Resolution.values()) {
      rows.put(each, new ArrayDeque<>());
    }
    Path known = folder == null ? null : folder.resolve("history");
    this.file = known == null || Files.notExists(known) || load(known) ? known : null;
  }

  @Override
  public void at(Instant now) {
    NodeReport report = status.report();
    if (report == null) {
      return;
    }
    add(now, figuresOf(report.status()));
    if (file != null && (now.isBefore(saved) || !now.isBefore(saved.plus(SAVED_EVERY)))) {
      saved = now;
      // A disk that stalls must not stop the clock of everything else.
      Thread unused = Thread.ofVirtual().name("powow-ops-history").start(() -> save(file));
    }
  }

  private static Map<String, Double> figuresOf(NodeStatus now) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("messages (a minute)", (double) now.messages().count());
    figures.put("messages, 99th percentile (ms)", now.messages().p99Millis());
    now.pools()
        .forEach(level -> figures.put(level.name() + " (" + level.unit() + ')', level.value()));
    for (Dependency.Reading each : now.dependencies()) {
      figures.put(each.name() + " (calls a second)", (double) each.rate());
      figures.put(each.name() + ", 99th percentile (ms)", each.latency().p99Millis());
      figures.put(each.name() + ", errors (percent)", each.errorPercent());
    }
    now.projections()
        .forEach(each -> figures.put(each.name() + ", behind (events)", (double) each.behind()));
    return figures;
  }

  synchronized void add(Instant now, Map<String, Double> values) {
    if (now.isBefore(EARLIEST) || isDoubtful(now.getEpochSecond())) {
      return;
    }
    values.keySet().stream()
        .limit(MAX_FIGURES)
        .forEach(name -> {
          if (figures.size() < MAX_FIGURES) {
            figures.putIfAbsent(name, figures.size());
          }
        });
    tellFull(values);
    for (Resolution each : Resolution.values()) {
      Deque<Row> known = rowsOf(each);
      long at = Math.floorDiv(now.getEpochSecond(), each.seconds) * each.seconds;
      Row before = known.peekLast();
      while (before != null && before.at() > at) {
        // The clock was set back: points are in the order of time.
        known.removeLast();
        before = known.peekLast();
      }
      Row row =
          before != null && before.at() == at ? raised(before, values) : raised(empty(at), values);
      if (before != null && before.at() == at) {
        known.removeLast();
      } else if (known.size() == each.points) {
        known.removeFirst();
      }
      known.addLast(row);
      Row first = known.peekFirst();
      while (steady >= STEADY_TICKS && first != null && first.at() < each.oldest(at)) {
        known.removeFirst();
        first = known.peekFirst();
      }
    }
  }

  /// Accepts a time that is long before the last point only when it is told again and again.
  private boolean isDoubtful(long second) {
    boolean hasPoints = last != Long.MIN_VALUE;
    if (hasPoints && second < last - SMALL_STEP.toSeconds()) {
      if (++behind < STEADY_TICKS) {
        return true;
      }
      steady = 0;
    } else if (hasPoints && second > last + SMALL_STEP.toSeconds()) {
      steady = 0;
    }
    behind = 0;
    last = second;
    steady++;
    return false;
  }

  private void tellFull(Map<String, Double> values) {
    if (!toldFull && !figures.keySet().containsAll(values.keySet())) {
      toldFull = true;
      LOG.warn(
          "The history has {} figures already; it does not keep {}",
          MAX_FIGURES,
          values.keySet().stream()
              .filter(name -> !figures.containsKey(name))
              .limit(3)
              .collect(Collectors.joining(", ")));
    }
  }

  private Row empty(long at) {
    float[] values = new float[figures.size()];
    Arrays.fill(values, Float.NaN);
    return new Row(at, values);
  }

  private Row raised(Row row, Map<String, Double> values) {
    float[] raised = Arrays.copyOf(row.values(), figures.size());
    Arrays.fill(raised, Math.min(row.values().length, raised.length), raised.length, Float.NaN);
    values.forEach((name, value) -> {
      Integer number = figures.get(name);
      if (number != null) {
        float before = raised[number];
        raised[number] =
            Float.isNaN(before) ? value.floatValue() : Math.max(before, value.floatValue());
      }
    });
    return new Row(row.at(), raised);
  }

  private Deque<Row> rowsOf(Resolution resolution) {
    return Objects.requireNonNull(rows.get(resolution));
  }

  /// The names of all figures.
  synchronized List<String> figures() {
    return List.copyOf(figures.keySet());
  }

  /// The points of a figure, in the order of time. Periods without a value have none, nor have
  /// those that are longer ago than the resolution reaches.
  synchronized List<Point> points(String figure, Resolution resolution) {
    Integer number = figures.get(figure);
    List<Point> points = new ArrayList<>();
    if (number != null) {
      Deque<Row> known = rowsOf(resolution);
      Row newest = known.peekLast();
      long oldest = newest == null ? 0 : resolution.oldest(newest.at());
      for (Row row : known) {
        if (row.at() >= oldest
            && number < row.values().length
            && !Float.isNaN(row.values()[number])) {
          points.add(new Point(Instant.ofEpochSecond(row.at()), row.values()[number]));
        }
      }
    }
    return points;
  }

  // --- the file -------------------------------------------------------------------------------

  private void save(Path to) {
    saving.lock();
    try {
      Path folder = Objects.requireNonNull(to.getParent());
      Files.createDirectories(folder);
      Path next = folder.resolve(to.getFileName() + ".new");
      try (FileChannel channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(encode());
        while (bytes.hasRemaining()) {
          int unused = channel.write(bytes);
        }
        channel.force(true);
      }
      Path unused = Files.move(next, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("the history of figures cannot be saved: {}", e.getClass().getName());
    } finally {
      saving.unlock();
    }
  }

  private synchronized byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeInt(figures.size());
      for (String name : figures.keySet()) {
        out.writeUTF(name);
      }
      for (Resolution each : Resolution.values()) {
        Deque<Row> known = rowsOf(each);
        out.writeInt(known.size());
        for (Row row : known) {
          out.writeLong(row.at());
          out.writeInt(row.values().length);
          for (float value : row.values()) {
            out.writeFloat(value);
          }
        }
      }
    }
    byte[] content = bytes.toByteArray();
    return ByteBuffer.allocate(content.length + Integer.BYTES)
        .put(content)
        .putInt(checksum(content, content.length))
        .array();
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  /// @return false if the file cannot be read at the moment. It may be whole, so it must not be
  ///     replaced
  private synchronized boolean load(Path from) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(from)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      LOG.warn(
          "The history of figures cannot be read ({}). Its file stays as it is: no figures are saved until a restart can read it.",
          e.getClass().getSimpleName());
      return false;
    }
    try {
      if (bytes.length > MAX_BYTES) {
        throw new IOException("too long");
      }
      int length = bytes.length - Integer.BYTES;
      if (length < 0 || ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
        throw new IOException("another checksum");
      }
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length))) {
        read(in);
      }
      for (Deque<Row> known : rows.values()) {
        Row newest = known.peekLast();
        last = newest == null ? last : Math.max(last, newest.at());
      }
    } catch (IOException e) {
      figures.clear();
      rows.values().forEach(Deque::clear);
      setAside(from, e);
    }
    return true;
  }

  /// One damaged file is kept, so that somebody can find out why.
  private static void setAside(Path damaged, IOException cause) {
    Path aside = damaged.resolveSibling(damaged.getFileName() + ".damaged");
    LOG.warn(
        "The history of figures is damaged ({}) and begins anew. Its file is set aside as {}",
        cause.getClass().getSimpleName(),
        aside.getFileName());
    try {
      Path unused = Files.move(damaged, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("It cannot be set aside: {}", e.getClass().getSimpleName());
    }
  }

  private void read(DataInputStream in) throws IOException {
    if (in.readInt() != FORMAT) {
      throw new IOException("another format");
    }
    int count = bounded(in.readInt(), MAX_FIGURES);
    for (int i = 0; i < count; i++) {
      if (figures.put(in.readUTF(), i) != null) {
        throw new IOException("a name twice");
      }
    }
    for (Resolution each : Resolution.values()) {
      int points = bounded(in.readInt(), each.points);
      for (int i = 0; i < points; i++) {
        long at = in.readLong();
        float[] values = new float[bounded(in.readInt(), MAX_FIGURES)];
        for (int figure = 0; figure < values.length; figure++) {
          values[figure] = in.readFloat();
        }
        rowsOf(each).addLast(new Row(at, values));
      }
    }
  }

  private static int bounded(int number, int most) throws IOException {
    if (number < 0 || number > most) {
      throw new IOException("out of range");
    }
    return number;
  }

  @Override
  public void close() {
    if (file != null) {
      save(file);
    }
  }
}
