package info.powow.projector;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rebuilds some of a projection's views from the log beside the live ones, and compares them field
/// by field. Drift is a fault that nobody notices otherwise.
public interface ProjectionCheck {
  /// The name of the projection.
  String name();

  /// Checks a new sample. Takes up to some minutes.
  ///
  /// @return empty if another check is running
  Optional<Report> check();

  /// Whether a check is running on this node.
  boolean isRunning();

  /// The result of the last check on this node, or null.
  @Nullable Report newest();

  /// @param index up to which the log was read
  /// @param streams the number of streams that were rebuilt and compared
  /// @param unsettled streams that changed whenever they were compared, or for which no time was left
  /// @param events the number of events that were applied
  /// @param documents the number of documents that were compared
  /// @param differences at most 100
  /// @param cut whether there are more
  record Report(
      String projection,
      Instant at,
      long index,
      int streams,
      int unsettled,
      long events,
      int documents,
      List<Difference> differences,
      boolean cut) {
    public Report {
      differences = List.copyOf(differences);
    }
  }

  /// A field that differs. It has no value: that may be personal.
  ///
  /// @param stream the stream from which the document was rebuilt
  /// @param collection of the live document
  /// @param document its id
  /// @param field its path, such as `last.position`; empty for the whole document
  /// @param position the sequence of the last event of the stream that the live document has; -1 if it
  ///     has none, or none is known
  record Difference(
      String stream, String collection, String document, String field, Kind kind, long position) {}

  /// What is wrong with a live document.
  enum Kind {
    /// It lacks the field.
    MISSING,
    /// It has a field that a rebuild does not give.
    EXTRA,
    /// It has another value.
    CHANGED
  }
}
