package info.powow.axon.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Allows an append to be awaited by another thread than the one that made it.
///
/// Normally, the thread that commits a unit of work blocks until its events are durable. Within
/// [#defer], it does not: the unit of work ends, and releases the aggregate's lock, as soon as its
/// events are in the log's queue. The caller gets a future for the acknowledgement. So many
/// commands to one aggregate share an fsync.
///
/// ```java
/// Deferred<Object> sent = Durability.defer(() -> dispatchOnThisThread(command));
/// sent.durable().whenComplete((_, failure) -> acknowledgeOrRefuse(sent.result(), failure));
/// ```
///
/// Nothing may be acknowledged before `durable` completes. If it fails, the command was not carried
/// out, although its unit of work committed: see [KeyedEventStore#onFailedAppend].
public final class Durability {
  private static final ScopedValue<Durability> CURRENT = ScopedValue.newInstance();

  private final List<CompletableFuture<Void>> pending = new ArrayList<>(1);

  private Durability() {}

  /// The result of the work, and when its events are durable.
  ///
  /// @param appended whether it appended events; if not, it is durable at once, but the events that
  ///     it has seen may not be: see [KeyedEventStore#settled]
  public record Deferred<R>(R result, boolean appended, CompletableFuture<Void> durable) {}

  /// Runs the work on this thread, without waiting for its appends.
  ///
  /// @throws X what the work throws
  public static <R, X extends Throwable> Deferred<R> defer(
      ScopedValue.CallableOp<? extends R, X> work) throws X {
    Durability durability = new Durability();
    R result = ScopedValue.where(CURRENT, durability).call(work);
    return new Deferred<>(result, !durability.pending.isEmpty(), durability.allDurable());
  }

  private CompletableFuture<Void> allDurable() {
    return switch (pending.size()) {
      case 0 -> CompletableFuture.completedFuture(null);
      case 1 -> pending.getFirst();
      default -> CompletableFuture.allOf(pending.toArray(new CompletableFuture<?>[0]));
    };
  }

  /// Leaves the append to the caller of `defer`, if any; otherwise, waits for it.
  static void leave(CompletableFuture<Void> append) {
    if (CURRENT.isBound()) {
      CURRENT.get().pending.add(append);
      return;
    }
    try {
      append.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
