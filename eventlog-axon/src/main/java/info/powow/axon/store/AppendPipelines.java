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

/// Appends of one stream go to the server in their order, one transaction at a time: what comes
/// while one is under way goes together with the next. So a busy conversation waits for the server
/// no more often than a quiet one.
///
/// When a transaction fails, so does what stands behind it in the same stream: it was decided on
/// what was not stored.
final class AppendPipelines {
  private static final int TOGETHER = 256;

  private final Map<String, Pipeline> pipelines = new ConcurrentHashMap<>();
  private final List<Consumer<FailedAppend>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong failedAppends = new AtomicLong();
  private final Function<List<Event>, CompletableFuture<?>> transaction;

  private record Append(List<Event> events, CompletableFuture<Void> stored) {}

  /// Changed only while its entry in the map is computed. Stands there until what was appended is
  /// stored, or until nobody sees any more of it.
  private static final class Pipeline {
    final Queue<Append> waiting = new ArrayDeque<>();
    volatile CompletableFuture<Void> last = new CompletableFuture<>();
  }

  /// @param transaction stores events, all or none
  AppendPipelines(Function<List<Event>, CompletableFuture<?>> transaction) {
    this.transaction = transaction;
  }

  Registration onFailedAppend(Consumer<FailedAppend> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// @param events of one decision; the first names the stream whose order counts
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
      // What came until the listeners had forgotten was decided on what was not stored, and may
      // have been remembered again.
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
                new ConcurrencyException("The decision is based on events that were not stored", failure)));
  }

  private static Set<String> streamsOf(List<Append> appends) {
    return appends.stream()
        .flatMap(append -> append.events().stream())
        .map(Event::getAggregateIdentifier)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// When everything that was appended before is stored, or has failed and is counted in
  /// [#failedAppends]. If that is not so already, whoever waits goes on in a thread of its own, not
  /// in one of the connection's.
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

  /// Counted when the listeners have been told.
  long failedAppends() {
    return failedAppends.get();
  }

  /// Waits until what was appended to a stream before is stored, or has failed.
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
