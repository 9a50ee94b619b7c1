package info.powow.eventlog.engine;

/// Is told what the log does, to measure it. Called on the threads of the log: must be quick and
/// must not throw.
public interface EventLogObserver {
  EventLogObserver NONE = new EventLogObserver() {};

  /// A group of appends was written with one fsync.
  ///
  /// @param writeNanos how long writing and fsync took together
  default void written(int appends, int entries, long bytes, long writeNanos) {}

  /// An append is durable.
  ///
  /// @param nanos from being handed over until now
  default void appended(long nanos) {}

  /// An append failed: a conflict, or the log cannot write.
  default void failed(EventLogException cause) {}
}
