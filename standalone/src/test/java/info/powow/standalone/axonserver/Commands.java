package info.powow.standalone.axonserver;

import io.axoniq.axonserver.grpc.InstructionAck;
import io.axoniq.axonserver.grpc.ProcessingKey;
import io.axoniq.axonserver.grpc.command.Command;
import io.axoniq.axonserver.grpc.command.CommandProviderInbound;
import io.axoniq.axonserver.grpc.command.CommandProviderOutbound;
import io.axoniq.axonserver.grpc.command.CommandResponse;
import io.axoniq.axonserver.grpc.command.CommandServiceGrpc.CommandServiceImplBase;
import io.axoniq.axonserver.grpc.command.CommandSubscription;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Passes each command to one of its handlers, and returns the answer.
final class Commands extends CommandServiceImplBase {
  private static final int USUAL_LOAD = 100;

  private final Map<Handler, Boolean> handlers = new ConcurrentHashMap<>();

  private record Pending(Command command, StreamObserver<CommandResponse> caller) {
    void answer(CommandResponse response) {
      caller.onNext(response);
      caller.onCompleted();
    }

    void fail(String code, String why) {
      answer(
          CommandResponse.newBuilder()
              .setMessageIdentifier(UUID.randomUUID().toString())
              .setRequestIdentifier(command.getMessageIdentifier())
              .setErrorCode(code)
              .setErrorMessage(Failures.message(why))
              .build());
    }
  }

  @Override
  public void dispatch(Command command, StreamObserver<CommandResponse> response) {
    // The caller may disconnect; that does not affect the command.
    ((ServerCallStreamObserver<CommandResponse>) response).setOnCancelHandler(() -> {});
    hand(new Pending(command, response));
  }

  private void hand(Pending pending) {
    Handler handler;
    do {
      handler = handlerOf(pending.command());
      if (handler == null) {
        pending.fail(
            Failures.NO_HANDLER_FOR_COMMAND,
            "No Handler for command: " + pending.command().getName());
        return;
      }
    } while (!handler.take(pending));
  }

  /// The same key goes to the same handler while the handlers stay the same; when one comes or
  /// goes, only its own keys move. (Rendezvous hashing, weighted by load factor.)
  private @Nullable Handler handlerOf(Command command) {
    String key = routingKey(command);
    Handler best = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (Handler handler : handlers.keySet()) {
      int load = handler.load(command.getName());
      double score = load / -Math.log(share(key + " " + handler.client));
      if (load > 0 && score > highest) {
        best = handler;
        highest = score;
      }
    }
    return best;
  }

  private static String routingKey(Command command) {
    return command.getProcessingInstructionsList().stream()
        .filter(instruction -> instruction.getKey() == ProcessingKey.ROUTING_KEY)
        .map(instruction -> instruction.getValue().getTextValue())
        .findFirst()
        .orElse(command.getMessageIdentifier());
  }

  /// Between 0 and 1, exclusive.
  private static double share(String text) {
    CRC32 hash = new CRC32();
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    return (hash.getValue() + 1.0) / (0x1p32 + 2);
  }

  @Override
  public StreamObserver<CommandProviderOutbound> openStream(
      StreamObserver<CommandProviderInbound> response) {
    return new Handler(new Outbound<>(response));
  }

  /// A process that handles commands.
  private final class Handler implements StreamObserver<CommandProviderOutbound> {
    private final Outbound<CommandProviderInbound> outbound;
    private final Map<String, Integer> loads = new ConcurrentHashMap<>();
    private volatile String client = "";
    // Guarded by this.
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Map<String, Pending> working = new HashMap<>();
    private long permits;
    private boolean gone;

    Handler(Outbound<CommandProviderInbound> outbound) {
      this.outbound = outbound;
    }

    int load(String command) {
      return loads.getOrDefault(command, 0);
    }

    /// @return false if this handler has disconnected
    synchronized boolean take(Pending pending) {
      if (gone) {
        return false;
      }
      waiting.add(pending);
      sendOn();
      return true;
    }

    private synchronized void sendOn() {
      while (permits > 0 && !waiting.isEmpty()) {
        Pending next = waiting.remove();
        permits--;
        working.put(next.command().getMessageIdentifier(), next);
        outbound.send(CommandProviderInbound.newBuilder().setCommand(next.command()).build());
      }
    }

    @Override
    public void onNext(CommandProviderOutbound message) {
      switch (message.getRequestCase()) {
        case SUBSCRIBE -> subscribe(message.getSubscribe());
        case UNSUBSCRIBE -> loads.remove(message.getUnsubscribe().getCommand());
        case FLOW_CONTROL -> {
          synchronized (this) {
            permits += message.getFlowControl().getPermits();
            sendOn();
          }
        }
        case COMMAND_RESPONSE -> answered(message.getCommandResponse());
        case ACK, REQUEST_NOT_SET -> {}
      }
      if (!message.getInstructionId().isEmpty() && !message.hasAck()) {
        InstructionAck done = Failures.done(message.getInstructionId());
        outbound.send(CommandProviderInbound.newBuilder().setAck(done).build());
      }
    }

    private void subscribe(CommandSubscription subscription) {
      client = subscription.getClientId();
      int load = subscription.getLoadFactor();
      loads.put(subscription.getCommand(), load == 0 ? USUAL_LOAD : load);
      handlers.put(this, true);
    }

    private void answered(CommandResponse response) {
      Pending answered;
      synchronized (this) {
        answered = working.remove(response.getRequestIdentifier());
      }
      if (answered != null) {
        answered.answer(response);
      }
    }

    /// Commands not yet sent go to another handler; the outcome of the others is unknown.
    private void go() {
      handlers.remove(this);
      List<Pending> unsent;
      List<Pending> lost;
      synchronized (this) {
        gone = true;
        unsent = new ArrayList<>(waiting);
        lost = new ArrayList<>(working.values());
        waiting.clear();
        working.clear();
      }
      lost.forEach(pending ->
          pending.fail(
              Failures.CONNECTION_TO_HANDLER_LOST,
              "Connection lost while executing command on: " + client));
      unsent.forEach(Commands.this::hand);
    }

    @Override
    public void onError(Throwable failure) {
      go();
    }

    @Override
    public void onCompleted() {
      go();
      outbound.end();
    }
  }
}
