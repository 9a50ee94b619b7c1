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

  /// An entry is durable. Called before its append completes. The times are of
  /// [System#nanoTime].
  ///
  /// @param index in the log
  /// @param begun when the caller handed it over
  /// @param queued when it was encoded and ready for the queue
  /// @param written when the fsync was done
  default void durable(long index, Entry entry, long begun, long queued, long written) {}

  /// Writing a group failed.
  ///
  /// @param writeNanos the time until it failed
  default void writeFailed(long writeNanos) {}

  /// An append failed: a conflict, or the log cannot write.
  default void failed(EventLogException cause) {}
}
