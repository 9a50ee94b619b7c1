package info.powow.eventlog.engine;

/// Observes the log, for metrics. Called on the threads of the log: must be fast and must not
/// throw.
public interface EventLogObserver {
  EventLogObserver NONE = new EventLogObserver() {};

  /// A group of appends was written with one fsync.
  ///
  /// @param writeNanos the time for writing and fsync
  default void written(int appends, int entries, long bytes, long writeNanos) {}

  /// An append is durable.
  ///
  /// @param nanos the time since it was submitted
  default void appended(long nanos) {}

  /// An append failed: a conflict, or the log cannot write.
  default void failed(EventLogException cause) {}
}
