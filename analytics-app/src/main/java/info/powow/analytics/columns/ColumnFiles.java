package info.powow.analytics.columns;

import info.powow.analytics.duckdb.DuckDbChild;
import info.powow.analytics.duckdb.Outcome;
import info.powow.analytics.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of the segments. A child process writes their files; a segment counts once the
/// manifest names it. At start, files that the manifest does not name are deleted: unfinished
/// segments, and those that a merge has replaced. Not thread-safe, except for [#manifest].
final class ColumnFiles {
  /// This many adjacent segments below a size are merged into one.
  private static final int RUN = 8;

  /// Sizes in rows. Segments larger than the last are never merged again.
  private static final long[] SIZES = {20_000, 200_000, 2_000_000};

  private final Path folder;
  private final DuckDbChild child;
  private volatile Manifest manifest;

  private ColumnFiles(Path folder, DuckDbChild child, Manifest manifest) {
    this.folder = folder;
    this.child = child;
    this.manifest = manifest;
  }

  /// @param head the index of the newest event of the log
  static ColumnFiles open(Path folder, DuckDbChild child, String schema, String epoch, long head)
      throws IOException {
    Files.createDirectories(folder);
    Manifest found = Manifest.read(folder);
    boolean usable =
        found != null
            && found.schema().equals(schema)
            && found.epoch().equals(epoch)
            && found.reached() <= head
            && found.files(folder).stream().allMatch(Files::exists);
    Manifest manifest = usable && found != null ? found : new Manifest(schema, epoch, List.of());
    if (!usable) {
      manifest.write(folder);
    }
    ColumnFiles files = new ColumnFiles(folder, child, manifest);
    files.deleteStrays(Set.of());
    return files;
  }

  Manifest manifest() {
    return manifest;
  }

  /// Writes the rows of the tail as a segment.
  ///
  /// @return null if it succeeded; otherwise the failure, and nothing has changed
  @Nullable Outcome append(Tail tail) throws IOException {
    tail.flush();
    Map<String, String> selects = new HashMap<>();
    Map<String, Long> rows = new HashMap<>();
    tail.rows()
        .forEach((table, count) -> {
          selects.put(table.sql(), tail.select(table));
          rows.put(table.sql(), count);
        });
    Segment segment = new Segment(tail.from(), tail.to(), rows);
    Outcome failed = write(segment, selects);
    if (failed == null) {
      replace(manifest.with(segment));
    }
    return failed;
  }

  /// Merges small adjacent segments, if there are enough of them.
  ///
  /// @return whether something was merged
  boolean merge() throws IOException {
    List<Segment> run = run(manifest.segments());
    if (run.isEmpty()) {
      return false;
    }
    Map<String, Long> rows = new HashMap<>();
    run.forEach(each -> each.rows().forEach((table, count) -> rows.merge(table, count, Long::sum)));
    Segment merged = new Segment(run.getFirst().from(), run.getLast().to(), rows);
    Map<String, String> selects = new HashMap<>();
    for (String table : rows.keySet()) {
      String files =
          run.stream()
              .filter(each -> each.rows().containsKey(table))
              .map(each -> quoted(each.file(folder, table)))
              .collect(Collectors.joining(", "));
      selects.put(table, "SELECT * FROM read_parquet([" + files + "])");
    }
    if (write(merged, selects) != null) {
      return false;
    }
    replace(manifest.merged(merged));
    return true;
  }

  /// The first run of adjacent segments worth merging; empty if there is none.
  static List<Segment> run(List<Segment> segments) {
    for (long size : SIZES) {
      List<Segment> run = new ArrayList<>();
      for (Segment segment : segments) {
        if (segment.size() < size) {
          run.add(segment);
          if (run.size() == RUN) {
            return run;
          }
        } else {
          run.clear();
        }
      }
    }
    return List.of();
  }

  /// Writes the files of a segment completely and durably. They are not in the manifest yet.
  private @Nullable Outcome write(Segment segment, Map<String, String> selects) throws IOException {
    List<String> statements = new ArrayList<>();
    for (Map.Entry<String, String> each : selects.entrySet()) {
      Path file = segment.file(folder, each.getKey());
      Files.createDirectories(file.getParent());
      statements.add(
          "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd)"
              .formatted(each.getValue(), quoted(unfinished(file))));
    }
    Outcome outcome = child.run(statements);
    if (outcome.failure() != null) {
      return outcome;
    }
    Set<Path> folders = new HashSet<>();
    for (String table : selects.keySet()) {
      Path file = segment.file(folder, table);
      Manifest.force(unfinished(file));
      Files.move(unfinished(file), file, StandardCopyOption.ATOMIC_MOVE);
      folders.add(file.getParent());
    }
    for (Path each : folders) {
      Manifest.force(each);
    }
    return null;
  }

  private static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  private void replace(Manifest next) throws IOException {
    next.write(folder);
    manifest = next;
  }

  /// Deletes files that no manifest names.
  ///
  /// @param still files that a query may be reading
  void deleteStrays(Set<Path> still) throws IOException {
    Set<Path> kept = new HashSet<>(manifest.files(folder));
    kept.addAll(still);
    for (Table table : Table.values()) {
      Path of = folder.resolve(table.sql());
      if (Files.isDirectory(of)) {
        try (Stream<Path> files = Files.list(of)) {
          for (Path file : files.toList()) {
            if (!kept.contains(file)) {
              Files.deleteIfExists(file);
            }
          }
        }
      }
    }
  }

  static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  static String quoted(Path path) {
    return '\'' + path.toString().replace("'", "''") + '\'';
  }
}
