package info.powow.command;

import info.powow.axon.bus.CommandRouting;
import info.powow.axon.bus.KeyedSerialExecutor;
import info.powow.axon.store.Durability;
import info.powow.axon.store.KeyedEventStore;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.engine.EventLogUnavailable;
import info.powow.ops.Dependency;
import info.powow.ops.Outcome;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/// Handles commands on the calling thread, and answers when their events are durable.
///
/// The thread and the aggregate are free as soon as the events are in the log's queue. So commands
/// to one conversation share an fsync instead of waiting for one each.
///
/// A command may therefore see events that are not durable yet. If it adds none itself, such as a
/// retry, it is answered when those events are durable.
final class DurableCommandBus extends SimpleCommandBus {
  private static final int MAX_ATTEMPTS = 5;

  private final KeyedEventStore events;
  private final StaleAggregateCheck oldStates;
  private final PeerCacheInvalidation others;
  private final Dependency commands;
  private final BiConsumer<Object, Reason> refused;
  private final CommandRouting routing = new CommandRouting();
  private final KeyedSerialExecutor<Runnable> again = KeyedSerialExecutor.ofTasks();

  /// @param refused is told of each refused command; must be fast
  DurableCommandBus(
      Builder builder,
      KeyedEventStore events,
      StaleAggregateCheck oldStates,
      PeerCacheInvalidation others,
      Dependency commands,
      BiConsumer<Object, Reason> refused) {
    super(builder);
    this.commands = commands;
    this.refused = refused;
    this.events = events;
    this.oldStates = oldStates;
    this.others = others;
  }

  @Override
  protected <C, R> void handle(
      CommandMessage<C> command,
      MessageHandler<? super CommandMessage<?>> handler,
      CommandCallback<? super C, ? super R> callback) {
    long began = commands.enter();
    handle(
        command,
        handler,
        (CommandMessage<? extends C> answered, CommandResultMessage<? extends R> result) -> {
          @Nullable Throwable cause = causeOf(result);
          commands.ended(outcomeOf(cause), began, null);
          if (cause instanceof Rejected refusal) {
            refused.accept(command.getPayload(), refusal.reason());
          }
          callback.onResult(answered, result);
        },
        1);
  }

  private static Outcome outcomeOf(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> Outcome.SUCCESS;
      case Rejected refusal ->
          switch (refusal.reason().kind()) {
            case UNAVAILABLE, FAULT -> Outcome.FAILURE;
            case INVALID,
                UNAUTHENTICATED,
                FORBIDDEN,
                NOT_FOUND,
                CONFLICT,
                TOO_LARGE,
                TOO_SLOW,
                TOO_MANY ->
                Outcome.BAD_REQUEST;
          };
      default -> Outcome.FAILURE;
    };
  }

  private <C, R> void handle(
      CommandMessage<C> command,
      MessageHandler<? super CommandMessage<?>> handler,
      CommandCallback<? super C, ? super R> callback,
      int attempt) {
    long failedBefore = events.failedAppends();
    AtomicReference<@Nullable CommandResultMessage<? extends R>> answer = new AtomicReference<>();
    // With several writers, the log itself refuses a repeated key. We look the key up only after
    // such a refusal.
    CommandReadSet decidedOn = new CommandReadSet(attempt == 1 && events.hasOtherWriters());
    Durability.Deferred<CommandResultMessage<? extends R>> handled =
        Durability.defer(() ->
            decidedOn.noting(() -> {
              super.<C, R>handle(command, handler, (_, result) -> answer.set(result));
              return Objects.requireNonNull(answer.get());
            }));
    CompletableFuture<Void> answerable =
        handled.appended() ? handled.durable() : seenDurable(failedBefore);
    boolean here = answerable.isDone();
    answerable.whenComplete((_, failure) -> {
      Throwable cause = failure == null ? causeOf(handled.result()) : unwrap(failure);
      boolean nothingCameOfIt = !handled.appended();
      if (attempt < MAX_ATTEMPTS
          && (isConflict(cause)
              || nothingCameOfIt && (decidedOn.hasSupposed() || oldStates.forget(decidedOn)))) {
        // Decided on a state that was not stored: decide again, but not on the log's own thread.
        // Consecutive commands fail together and keep their order.
        if (here) {
          handle(command, handler, callback, attempt + 1);
        } else {
          again.add(
              routing.getRoutingKey(command),
              () -> handle(command, handler, callback, attempt + 1));
        }
      } else if (cause == null) {
        answer(command, handled.result(), callback);
      } else {
        callback.onResult(
            command, GenericCommandResultMessage.asCommandResultMessage(refusal(cause)));
      }
    });
  }

  private <C, R> void answer(
      CommandMessage<C> command,
      CommandResultMessage<? extends R> result,
      CommandCallback<? super C, ? super R> callback) {
    if (!events.hasOtherWriters()) {
      callback.onResult(command, result);
      return;
    }
    others.know(command.getPayload()).whenComplete((_, _) -> callback.onResult(command, result));
  }

  /// Fails if an event that the command may have seen was not stored.
  private CompletableFuture<Void> seenDurable(long failedBefore) {
    return events
        .settled()
        .thenRun(() -> {
          if (events.failedAppends() != failedBefore) {
            throw new ConcurrencyException("the decision is based on events that were not stored");
          }
        });
  }

  private static boolean isConflict(@Nullable Throwable cause) {
    return cause instanceof ConcurrencyException
        || cause instanceof AggregateStreamCreationException;
  }

  private static @Nullable Throwable causeOf(CommandResultMessage<?> result) {
    return result.isExceptional() ? unwrap(result.exceptionResult()) : null;
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static Throwable refusal(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof EventLogUnavailable) {
        return new Rejected(Reason.LOG_UNAVAILABLE);
      }
    }
    return cause;
  }
}
