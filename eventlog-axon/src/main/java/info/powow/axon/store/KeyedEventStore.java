package info.powow.axon.store;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.engine.FailedAppend;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.axonframework.common.Registration;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;

/// An event store that also finds events by the key under which they were appended.
///
/// An event with the metadata entry [#KEY] can be found with [#positionOf] as long as the log
/// exists.
///
/// Tokens count events from 1 without gaps: the token of the head is the number of events.
public interface KeyedEventStore extends EventStore {
  /// The metadata entry with an event's idempotency key.
  String KEY = "key";

  /// What is stored of an event's metadata: everything but the key, which is personal.
  static MetaData stored(MetaData metaData) {
    return metaData.containsKey(KEY) ? metaData.withoutKeys(Set.of(KEY)) : metaData;
  }

  /// The same log without Axon's messages, for followers.
  EventSource source();

  /// The sequence of the event that was appended to this stream under this key, however long ago.
  OptionalLong positionOf(String stream, String key);

  /// Completes when every event visible so far is durable or was discarded; in the latter case,
  /// [#failedAppends] has increased.
  CompletableFuture<Void> settled();

  /// The number of failed appends so far.
  long failedAppends();

  /// Whether other processes append to the log too.
  boolean hasOtherWriters();

  /// Registers a listener for appends that fail after their unit of work has ended: cached
  /// aggregates of these streams are wrong. Called before the future of [Durability.Deferred]
  /// completes. Must be fast.
  Registration onFailedAppend(Consumer<FailedAppend> listener);
}
