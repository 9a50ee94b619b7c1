package info.powow.analytics.columns;

import info.powow.analytics.table.Column;
import info.powow.analytics.table.EventRows;
import info.powow.analytics.table.RowSink;
import info.powow.analytics.table.Table;
import info.powow.domain.Identifier;
import info.powow.eventlog.LoggedEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows that are not in a segment yet, in one CSV file per table. Useless after a crash,
/// because the log still has the events. Not thread-safe.
final class Tail implements AutoCloseable {
  private static final long MICROS = 1_000_000;

  private final Path folder;
  private final Pseudonyms pseudonyms;
  private final Map<Table, Writer> files = new EnumMap<>(Table.class);
  private final Map<Table, Long> rows = new EnumMap<>(Table.class);
  private final StringBuilder line = new StringBuilder();
  private long from;
  private long to;
  private long since;

  Tail(Path folder, Pseudonyms pseudonyms) {
    this.folder = folder;
    this.pseudonyms = pseudonyms;
  }

  /// Empties it.
  ///
  /// @param reached the index up to which the segments go
  void begin(long reached) throws IOException {
    close();
    ColumnFiles.deleteAll(folder);
    Files.createDirectories(folder);
    rows.clear();
    from = reached + 1;
    to = reached;
  }

  void add(LoggedEvent event) {
    if (isEmpty()) {
      since = System.nanoTime();
    }
    EventRows.of(event, sinkOf(event));
    to = event.index();
  }

  private RowSink sinkOf(LoggedEvent event) {
    return (table, cells) -> {
      if (cells.length != table.columns().size() - 2) {
        throw new IllegalStateException(
            table.sql() + " does not have " + cells.length + " columns for " + event.type());
      }
      line.setLength(0);
      line.append(event.index()).append(',').append(micros(event.at()));
      for (@Nullable Object cell : cells) {
        line.append(',');
        cell(cell);
      }
      line.append('\n');
      try {
        writer(table).append(line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      rows.merge(table, 1L, Long::sum);
    };
  }

  private void cell(@Nullable Object cell) {
    switch (cell) {
      case null -> {}
      case Identifier id -> line.append(Long.toUnsignedString(pseudonyms.of(id)));
      case Instant moment -> line.append(micros(moment));
      case Enum<?> word -> line.append(word.name().toLowerCase(Locale.ROOT));
      case CharSequence word -> word(word.toString());
      default -> line.append(cell);
    }
  }

  private void word(String word) {
    line.append('"').append(word.replace("\"", "\"\"")).append('"');
  }

  private static long micros(Instant moment) {
    return Math.addExact(
        Math.multiplyExact(moment.getEpochSecond(), MICROS), moment.getNano() / 1_000);
  }

  private Writer writer(Table table) throws IOException {
    Writer writer = files.get(table);
    if (writer == null) {
      writer = new BufferedWriter(Files.newBufferedWriter(file(table)), 1 << 16);
      files.put(table, writer);
    }
    return writer;
  }

  private Path file(Table table) {
    return folder.resolve(table.sql() + ".csv");
  }

  boolean isEmpty() {
    return to < from;
  }

  long from() {
    return from;
  }

  /// The index up to which it contains rows.
  long to() {
    return to;
  }

  /// The number of rows in all tables.
  long size() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Nanoseconds since the first row was added.
  long age() {
    return isEmpty() ? 0 : System.nanoTime() - since;
  }

  Map<Table, Long> rows() {
    return rows;
  }

  void flush() throws IOException {
    for (Writer file : files.values()) {
      file.flush();
    }
  }

  /// SQL that reads the rows of a table.
  String select(Table table) {
    StringBuilder columns = new StringBuilder();
    StringBuilder selected = new StringBuilder();
    for (Column column : table.columns()) {
      boolean moment = column.type() == Column.Type.MOMENT;
      columns
          .append(columns.isEmpty() ? "" : ", ")
          .append(
              "'%s': '%s'".formatted(column.name(), moment ? "BIGINT" : column.type().stored()));
      selected
          .append(selected.isEmpty() ? "" : ", ")
          .append(moment ? "make_timestamp(%1$s) AS %1$s".formatted(column.name()) : column.name());
    }
    return ("SELECT %s FROM read_csv('%s', header = false, auto_detect = false, delim = ',',"
            + " quote = '\"', escape = '\"', nullstr = '', new_line = '\\n', columns = {%s})")
        .formatted(selected, file(table).toString().replace("'", "''"), columns);
  }

  @Override
  public void close() throws IOException {
    for (Writer file : files.values()) {
      file.close();
    }
    files.clear();
  }
}
