package info.powow.projector;

/// The events that operators told a projection to leave out, because it cannot apply them.
/// Thread-safe.
public interface SkippedEvents {
  SkippedEvents NONE = (_, _) -> false;

  boolean contains(String stream, long sequence);

  /// The sequence of the next event of a stream that is not left out.
  default long next(String stream, long after) {
    long next = after + 1;
    while (contains(stream, next)) {
      next++;
    }
    return next;
  }

  /// Reads what was added.
  ///
  /// @throws RuntimeException if the log is unavailable
  default void refresh() {}
}
