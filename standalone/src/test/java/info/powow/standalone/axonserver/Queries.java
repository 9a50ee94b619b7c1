package info.powow.standalone.axonserver;

import io.axoniq.axonserver.grpc.InstructionAck;
import io.axoniq.axonserver.grpc.query.QueryProviderInbound;
import io.axoniq.axonserver.grpc.query.QueryProviderOutbound;
import io.axoniq.axonserver.grpc.query.QueryRequest;
import io.axoniq.axonserver.grpc.query.QueryResponse;
import io.axoniq.axonserver.grpc.query.QueryServiceGrpc.QueryServiceImplBase;
import io.axoniq.axonserver.grpc.query.QuerySubscription;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Passes each query to one process of each component that answers it, in turn, and returns the
/// answers; the caller decides how many it wants. Subscription and streaming queries are not
/// supported.
final class Queries extends QueryServiceImplBase {
  private final List<Handler> handlers = new CopyOnWriteArrayList<>();
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();

  @Override
  public void query(QueryRequest query, StreamObserver<QueryResponse> response) {
    Outbound<QueryResponse> caller = new Outbound<>(response);
    List<Handler> chosen = oneOfEachComponent(query.getQuery());
    if (chosen.isEmpty()) {
      caller.send(
          failure(
              query, Failures.NO_HANDLER_FOR_QUERY, "No handler for query: " + query.getQuery()));
      caller.end();
      return;
    }
    Asked answers = new Asked(query, caller, new HashSet<>(chosen));
    asked.put(query.getMessageIdentifier(), answers);
    for (Handler handler : chosen) {
      handler.ask(query);
      if (handler.gone) {
        answers.lost(handler);
      }
    }
  }

  private List<Handler> oneOfEachComponent(String query) {
    Map<String, List<Handler>> components = new TreeMap<>();
    for (Handler handler : handlers) {
      if (handler.queries.contains(query)) {
        components.computeIfAbsent(handler.component, _ -> new ArrayList<>()).add(handler);
      }
    }
    int number = turn.getAndIncrement() & Integer.MAX_VALUE;
    return components.values().stream().map(same -> same.get(number % same.size())).toList();
  }

  private static QueryResponse failure(QueryRequest query, String code, String why) {
    return QueryResponse.newBuilder()
        .setMessageIdentifier(UUID.randomUUID().toString())
        .setRequestIdentifier(query.getMessageIdentifier())
        .setErrorCode(code)
        .setErrorMessage(Failures.message(why))
        .build();
  }

  /// A query, and the handlers that have not answered yet.
  private final class Asked {
    private final QueryRequest query;
    private final Outbound<QueryResponse> caller;
    // Guarded by this.
    private final Set<Handler> missing;
    private @Nullable QueryResponse failed;

    Asked(QueryRequest query, Outbound<QueryResponse> caller, Set<Handler> missing) {
      this.query = query;
      this.caller = caller;
      this.missing = missing;
    }

    /// A failure is reported at the end if there is no other answer.
    synchronized void answer(QueryResponse response) {
      if (!response.getErrorCode().isEmpty() || response.hasErrorMessage()) {
        failed = response;
      } else {
        failed = null;
        caller.send(response);
      }
    }

    synchronized void complete(Handler handler) {
      if (missing.remove(handler) && missing.isEmpty()) {
        if (failed != null) {
          caller.send(failed);
        }
        caller.end();
        asked.remove(query.getMessageIdentifier());
      }
    }

    synchronized void lost(Handler handler) {
      if (missing.contains(handler)) {
        caller.send(
            failure(
                query,
                Failures.CONNECTION_TO_HANDLER_LOST,
                "Connection lost while executing query on: " + handler.client));
        complete(handler);
      }
    }
  }

  @Override
  public StreamObserver<QueryProviderOutbound> openStream(
      StreamObserver<QueryProviderInbound> response) {
    return new Handler(new Outbound<>(response));
  }

  /// A process that answers queries. Flow control is ignored.
  private final class Handler implements StreamObserver<QueryProviderOutbound> {
    private final Outbound<QueryProviderInbound> outbound;
    private final Set<String> queries = ConcurrentHashMap.newKeySet();
    private volatile String component = "";
    private volatile String client = "";
    private volatile boolean gone;

    Handler(Outbound<QueryProviderInbound> outbound) {
      this.outbound = outbound;
    }

    void ask(QueryRequest query) {
      outbound.send(QueryProviderInbound.newBuilder().setQuery(query).build());
    }

    @Override
    public void onNext(QueryProviderOutbound message) {
      switch (message.getRequestCase()) {
        case SUBSCRIBE -> subscribe(message.getSubscribe());
        case UNSUBSCRIBE -> queries.remove(message.getUnsubscribe().getQuery());
        case QUERY_RESPONSE -> {
          Asked answered = asked.get(message.getQueryResponse().getRequestIdentifier());
          if (answered != null) {
            answered.answer(message.getQueryResponse());
          }
        }
        case QUERY_COMPLETE -> {
          Asked answered = asked.get(message.getQueryComplete().getRequestId());
          if (answered != null) {
            answered.complete(this);
          }
        }
        case FLOW_CONTROL, SUBSCRIPTION_QUERY_RESPONSE, ACK, REQUEST_NOT_SET -> {}
      }
      if (!message.getInstructionId().isEmpty() && !message.hasAck()) {
        InstructionAck done = Failures.done(message.getInstructionId());
        outbound.send(QueryProviderInbound.newBuilder().setAck(done).build());
      }
    }

    private void subscribe(QuerySubscription subscription) {
      client = subscription.getClientId();
      component = subscription.getComponentName();
      queries.add(subscription.getQuery());
      if (!handlers.contains(this)) {
        handlers.add(this);
      }
    }

    private void go() {
      gone = true;
      handlers.remove(this);
      asked.values().forEach(query -> query.lost(this));
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
