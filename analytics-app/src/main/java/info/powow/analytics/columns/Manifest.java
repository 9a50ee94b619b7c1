package info.powow.analytics.columns;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The segments that count. A file that it does not name is not part of the tables. It is replaced
/// as a whole, so after a crash there is either the old or the new one.
///
/// @param schema [info.powow.analytics.table.Schema#fingerprint]
/// @param epoch of the log
/// @param segments in the order of the log, without overlaps
public record Manifest(String schema, String epoch, List<Segment> segments) {
  private static final String NAME = "manifest.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  public Manifest {
    segments = List.copyOf(segments);
    long last = 0;
    for (Segment segment : segments) {
      if (segment.from() <= last) {
        throw new IllegalArgumentException("segments overlap at " + segment.from());
      }
      last = segment.to();
    }
  }

  /// The index in the log up to which the segments go; 0 if there is none.
  public long reached() {
    return segments.isEmpty() ? 0 : segments.getLast().to();
  }

  Manifest with(Segment next) {
    List<Segment> all = new ArrayList<>(segments);
    all.add(next);
    return new Manifest(schema, epoch, all);
  }

  /// @param merged replaces the segments in its range
  Manifest merged(Segment merged) {
    List<Segment> all = new ArrayList<>();
    boolean placed = false;
    for (Segment segment : segments) {
      if (segment.from() < merged.from() || segment.to() > merged.to()) {
        all.add(segment);
      } else if (!placed) {
        all.add(merged);
        placed = true;
      }
    }
    return new Manifest(schema, epoch, all);
  }

  /// The files of a table, in the order of the log.
  public List<Path> files(Path folder, String table) {
    return segments.stream()
        .filter(segment -> segment.rows().containsKey(table))
        .map(segment -> segment.file(folder, table))
        .toList();
  }

  /// The files of all tables.
  public Set<Path> files(Path folder) {
    return segments.stream()
        .flatMap(segment -> segment.tables().stream().map(table -> segment.file(folder, table)))
        .collect(Collectors.toSet());
  }

  /// @return null if there is none, or if it cannot be read
  static @Nullable Manifest read(Path folder) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(folder.resolve(NAME)), Manifest.class);
    } catch (NoSuchFileException | JacksonException e) {
      return null;
    }
  }

  /// Call it when the files that it names are durable.
  void write(Path folder) throws IOException {
    Path unfinished = folder.resolve(NAME + ".new");
    Files.write(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    force(unfinished);
    Files.move(unfinished, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    force(folder);
  }

  /// Makes a file durable or, for a folder, the names in it.
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
