package info.powow.axon.store;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.engine.FailedAppend;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.axonframework.common.Registration;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// An event store as the write side needs it: one that also remembers under which key an event was
/// appended.
///
/// An event with a metadata entry [#KEY] is found again by [#positionOf], for as long as the log
/// lives.
///
/// The tokens of its streams count events from 1, without a gap: the token of the head is how many
/// events there are.
public interface KeyedEventStore extends EventStore {
  /// Name of the metadata entry that is an event's idempotency key.
  String KEY = "key";

  /// The same log without Axon's messages, for whoever follows it.
  EventSource source();

  /// The sequence number of the event that was appended to this stream under this key, however long
  /// ago.
  OptionalLong positionOf(String stream, String key);

  /// When everything that could be seen until now is durable, or was taken back: then
  /// [#failedAppends] has grown.
  CompletableFuture<Void> settled();

  /// How many appends have failed so far.
  long failedAppends();

  /// Whether other processes append to the log too.
  boolean hasOtherWriters();

  /// Is told of each append that failed after its unit of work had ended: caches of the aggregates
  /// named there are wrong. Called before the future of [Durability.Deferred] completes. Must be
  /// quick.
  Registration onFailedAppend(Consumer<FailedAppend> listener);
}
