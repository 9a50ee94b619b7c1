package info.powow.axon.store;

import info.powow.eventlog.engine.EventLogUnavailable;
import info.powow.eventlog.engine.FailedAppend;
import io.axoniq.axonserver.grpc.event.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.common.Registration;
import org.axonframework.modelling.command.ConcurrencyException;

/// Appends to the same stream go to the server in order, one transaction at a time. Appends that
/// arrive during a transaction share the next one. So a busy conversation waits for the server no
/// more often than a quiet one.
///
/// If a transaction fails, later appends to the stream fail too, because they were decided on
/// events that were not stored.
final class AppendPipelines {
  private static final int TOGETHER = 256;

  private final Map<String, Pipeline> pipelines = new ConcurrentHashMap<>();
  private final List<Consumer<FailedAppend>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong failedAppends = new AtomicLong();
  private final Function<List<Event>, CompletableFuture<?>> transaction;

  private record Append(List<Event> events, CompletableFuture<Void> stored) {}

  /// Changed only while its map entry is being computed. Kept until its events are stored, or until
  /// nobody can see them any more.
  private static final class Pipeline {
    final Queue<Append> waiting = new ArrayDeque<>();
    volatile CompletableFuture<Void> last = new CompletableFuture<>();
  }

  /// @param transaction stores events atomically
  AppendPipelines(Function<List<Event>, CompletableFuture<?>> transaction) {
    this.transaction = transaction;
  }

  Registration onFailedAppend(Consumer<FailedAppend> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// @param events of one decision; the first names the stream that determines the order
  CompletableFuture<Void> append(List<Event> events) {
    Append append = new Append(events, new CompletableFuture<>());
    String stream = events.getFirst().getAggregateIdentifier();
    boolean[] isFirst = {false};
    pipelines.compute(
        stream,
        (_, running) -> {
          isFirst[0] = running == null;
          Pipeline pipeline = running == null ? new Pipeline() : running;
          pipeline.waiting.add(append);
          pipeline.last = append.stored();
          return pipeline;
        });
    if (isFirst[0]) {
      sendNext(stream);
    }
    return append.stored();
  }

  private void sendNext(String stream) {
    List<Append> together = new ArrayList<>();
    pipelines.computeIfPresent(
        stream,
        (_, pipeline) -> {
          while (together.size() < TOGETHER && !pipeline.waiting.isEmpty()) {
            together.add(pipeline.waiting.remove());
          }
          return together.isEmpty() ? null : pipeline;
        });
    if (together.isEmpty()) {
      return;
    }
    List<Event> events = together.stream().flatMap(append -> append.events().stream()).toList();
    transaction
        .apply(events)
        .whenComplete((_, failure) -> {
          if (failure == null) {
            together.forEach(append -> append.stored().complete(null));
            sendNext(stream);
          } else {
            fail(stream, together, failure);
          }
        });
  }

  private void fail(String stream, List<Append> together, Throwable failure) {
    EventLogUnavailable cause = new EventLogUnavailable("An append failed", failure);
    Set<String> streams = streamsOf(together);
    List<Append> behind = new ArrayList<>();
    boolean[] isLast = {false};
    while (!isLast[0]) {
      FailedAppend failed = new FailedAppend(Set.copyOf(streams), cause);
      listeners.forEach(listener -> listener.accept(failed));
      failedAppends.incrementAndGet();
      // Appends that arrived until the listeners evicted their state were decided on events that
      // were not stored, and may have been cached again.
      pipelines.computeIfPresent(
          stream,
          (_, pipeline) -> {
            isLast[0] = pipeline.waiting.isEmpty();
            behind.addAll(pipeline.waiting);
            pipeline.waiting.clear();
            return isLast[0] ? null : pipeline;
          });
      streams.addAll(streamsOf(behind));
    }
    together.forEach(append -> append.stored().completeExceptionally(failure));
    behind.forEach(append ->
        append
            .stored()
            .completeExceptionally(
                new ConcurrencyException(
                    "The decision is based on events that were not stored", failure)));
  }

  private static Set<String> streamsOf(List<Append> appends) {
    return appends.stream()
        .flatMap(append -> append.events().stream())
        .map(Event::getAggregateIdentifier)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// Completes when everything appended before is stored, or has failed and is counted in
  /// [#failedAppends]. Continues on a separate thread rather than on one of the connection.
  CompletableFuture<Void> settled() {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            pipelines.values().stream()
                .map(pipeline -> pipeline.last)
                .toArray(CompletableFuture<?>[]::new));
    return all.isDone()
        ? CompletableFuture.completedFuture(null)
        : all.handleAsync((_, _) -> null, Thread::startVirtualThread);
  }

  /// Counted after the listeners have been called.
  long failedAppends() {
    return failedAppends.get();
  }

  /// Waits until earlier appends to a stream are stored or have failed.
  void settle(String stream) {
    List<CompletableFuture<Void>> last = new ArrayList<>(1);
    pipelines.computeIfPresent(
        stream,
        (_, pipeline) -> {
          last.add(pipeline.last);
          return pipeline;
        });
    for (CompletableFuture<Void> stored : last) {
      boolean unused = stored.handle((_, _) -> true).join();
    }
  }
}
