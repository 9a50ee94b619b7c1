package info.powow.axon.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// When an append may be waited for by somebody else than the thread that made it.
///
/// Normally the thread that commits a unit of work waits there until its events are durable. Around
/// [#defer] it does not: the unit of work ends, and gives up the aggregate's lock, as soon as the
/// events are handed to the log in their order, and the caller gets a future to hang the
/// acknowledgement on. Then many commands to one aggregate share an fsync.
///
/// ```java
/// Deferred<Object> sent = Durability.defer(() -> dispatchOnThisThread(command));
/// sent.durable().whenComplete((_, failure) -> acknowledgeOrRefuse(sent.result(), failure));
/// ```
///
/// Nothing may be acknowledged before `durable` is complete. When it fails, the command was not
/// carried out, though its unit of work had ended well: see [KeyedEventStore#onFailedAppend].
public final class Durability {
  private static final ScopedValue<Durability> CURRENT = ScopedValue.newInstance();

  private final List<CompletableFuture<Void>> pending = new ArrayList<>(1);

  private Durability() {}

  /// What the work answered, and when what it appended is durable.
  ///
  /// @param appended whether it appended anything; if not, it is durable at once, but what it has
  ///     seen may not be: see [KeyedEventStore#settled]
  public record Deferred<R>(R result, boolean appended, CompletableFuture<Void> durable) {}

  /// Does the work on this thread, without waiting for what it appends on this thread.
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

  /// Leaves the append to whoever deferred, or waits for it.
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
