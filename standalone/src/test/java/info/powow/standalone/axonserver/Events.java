package info.powow.standalone.axonserver;

import io.axoniq.axonserver.grpc.event.Confirmation;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventStoreGrpc.EventStoreImplBase;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.axoniq.axonserver.grpc.event.GetAggregateEventsRequest;
import io.axoniq.axonserver.grpc.event.GetAggregateSnapshotsRequest;
import io.axoniq.axonserver.grpc.event.GetEventsRequest;
import io.axoniq.axonserver.grpc.event.GetFirstTokenRequest;
import io.axoniq.axonserver.grpc.event.GetLastTokenRequest;
import io.axoniq.axonserver.grpc.event.GetTokenAtRequest;
import io.axoniq.axonserver.grpc.event.ReadHighestSequenceNrRequest;
import io.axoniq.axonserver.grpc.event.ReadHighestSequenceNrResponse;
import io.axoniq.axonserver.grpc.event.TrackingToken;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log: one list of all events, and a list for each stream.
final class Events extends EventStoreImplBase {
  private static final int AT_A_TIME = 256;

  private final Object changed = new Object();
  // Guarded by `changed`, which is notified of appends.
  private final List<Event> log = new ArrayList<>();
  private final Map<String, List<Event>> streams = new HashMap<>();
  private final Map<String, List<Event>> snapshots = new HashMap<>();

  void purge() {
    synchronized (changed) {
      log.clear();
      streams.clear();
      snapshots.clear();
    }
  }

  // ------------------------------------------------------------------------------- appending

  @Override
  public StreamObserver<Event> appendEvent(StreamObserver<Confirmation> response) {
    List<Event> transaction = new ArrayList<>();
    return new StreamObserver<>() {
      @Override
      public void onNext(Event event) {
        transaction.add(event);
      }

      @Override
      public void onError(Throwable failure) {
        // The client has disconnected: nothing is appended.
      }

      @Override
      public void onCompleted() {
        try {
          append(transaction);
        } catch (RuntimeException refused) {
          response.onError(refused);
          return;
        }
        confirm(response);
      }
    };
  }

  private static void confirm(StreamObserver<Confirmation> response) {
    response.onNext(Confirmation.newBuilder().setSuccess(true).build());
    response.onCompleted();
  }

  private void append(List<Event> transaction) {
    synchronized (changed) {
      Map<String, Long> next = new HashMap<>();
      for (Event event : transaction) {
        String stream = event.getAggregateIdentifier();
        if (isOfAStream(event)) {
          long expected =
              next.computeIfAbsent(
                  stream, name -> (long) streams.getOrDefault(name, List.of()).size());
          if (event.getAggregateSequenceNumber() != expected) {
            throw Failures.invalidSequence(stream, event.getAggregateSequenceNumber(), expected);
          }
          next.put(stream, expected + 1);
        }
      }
      for (Event event : transaction) {
        log.add(event);
        if (isOfAStream(event)) {
          streams
              .computeIfAbsent(event.getAggregateIdentifier(), _ -> new ArrayList<>())
              .add(event);
        }
      }
      changed.notifyAll();
    }
  }

  private static boolean isOfAStream(Event event) {
    return !event.getAggregateType().isEmpty();
  }

  @Override
  public void appendSnapshot(Event snapshot, StreamObserver<Confirmation> response) {
    synchronized (changed) {
      snapshots
          .computeIfAbsent(snapshot.getAggregateIdentifier(), _ -> new ArrayList<>())
          .add(snapshot.toBuilder().setSnapshot(true).build());
    }
    confirm(response);
  }

  // --------------------------------------------------------------------------------- reading

  @Override
  public void listAggregateEvents(
      GetAggregateEventsRequest request, StreamObserver<Event> response) {
    List<Event> found = new ArrayList<>();
    synchronized (changed) {
      List<Event> stream = streams.getOrDefault(request.getAggregateId(), List.of());
      long from = request.getInitialSequence();
      if (request.getAllowSnapshots()) {
        List<Event> newest = snapshots(request.getAggregateId(), from, request.getMaxSequence(), 1);
        found.addAll(newest);
        from = newest.isEmpty() ? from : newest.getFirst().getAggregateSequenceNumber() + 1;
      }
      long to = Math.min(stream.size(), exclusive(request.getMaxSequence()));
      if (from < to) {
        found.addAll(stream.subList((int) from, (int) to));
      }
    }
    found.forEach(response::onNext);
    response.onCompleted();
  }

  @Override
  public void listAggregateSnapshots(
      GetAggregateSnapshotsRequest request, StreamObserver<Event> response) {
    List<Event> found;
    synchronized (changed) {
      found =
          snapshots(
              request.getAggregateId(),
              request.getInitialSequence(),
              request.getMaxSequence(),
              request.getMaxResults());
    }
    found.forEach(response::onNext);
    response.onCompleted();
  }

  /// Newest first.
  private List<Event> snapshots(String stream, long from, long to, int count) {
    return snapshots.getOrDefault(stream, List.of()).stream()
        .filter(snapshot ->
            snapshot.getAggregateSequenceNumber() >= from
                && snapshot.getAggregateSequenceNumber() < exclusive(to))
        .sorted(Comparator.comparingLong(Event::getAggregateSequenceNumber).reversed())
        .limit(count)
        .toList();
  }

  /// 0 means unbounded.
  private static long exclusive(long to) {
    return to <= 0 ? Long.MAX_VALUE : to;
  }

  @Override
  public void readHighestSequenceNr(
      ReadHighestSequenceNrRequest request,
      StreamObserver<ReadHighestSequenceNrResponse> response) {
    long last;
    synchronized (changed) {
      last = streams.getOrDefault(request.getAggregateId(), List.of()).size() - 1L;
    }
    response.onNext(ReadHighestSequenceNrResponse.newBuilder().setToSequenceNr(last).build());
    response.onCompleted();
  }

  // ---------------------------------------------------------------------------------- tokens

  @Override
  public void getFirstToken(GetFirstTokenRequest request, StreamObserver<TrackingToken> response) {
    answer(0, response);
  }

  @Override
  public void getLastToken(GetLastTokenRequest request, StreamObserver<TrackingToken> response) {
    long last;
    synchronized (changed) {
      last = log.size() - 1L;
    }
    answer(last, response);
  }

  /// The first event at that time or later, or the end of the log.
  @Override
  public void getTokenAt(GetTokenAtRequest request, StreamObserver<TrackingToken> response) {
    int first = 0;
    synchronized (changed) {
      while (first < log.size() && log.get(first).getTimestamp() < request.getInstant()) {
        first++;
      }
    }
    answer(first, response);
  }

  private static void answer(long token, StreamObserver<TrackingToken> response) {
    response.onNext(TrackingToken.newBuilder().setToken(token).build());
    response.onCompleted();
  }

  // ------------------------------------------------------------------------------- following

  @Override
  public StreamObserver<GetEventsRequest> listEvents(StreamObserver<EventWithToken> response) {
    return new Follower((ServerCallStreamObserver<EventWithToken>) response);
  }

  /// A follower of the log, with flow control.
  private final class Follower implements StreamObserver<GetEventsRequest> {
    private final ServerCallStreamObserver<EventWithToken> call;
    private @Nullable Thread sending;
    // Guarded by `changed`, as the following fields.
    private long permits;
    private boolean ended;

    Follower(ServerCallStreamObserver<EventWithToken> call) {
      this.call = call;
      call.setOnCancelHandler(this::end);
    }

    @Override
    public void onNext(GetEventsRequest request) {
      synchronized (changed) {
        permits += request.getNumberOfPermits();
        if (sending == null) {
          sending = Thread.startVirtualThread(() -> send((int) request.getTrackingToken()));
        }
        changed.notifyAll();
      }
    }

    private void send(int from) {
      int next = from;
      try {
        while (true) {
          List<Event> events = await(next);
          if (events.isEmpty()) {
            return;
          }
          for (Event event : events) {
            call.onNext(EventWithToken.newBuilder().setToken(next++).setEvent(event).build());
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// The next events to send; empty when the follower has gone.
    private List<Event> await(int next) throws InterruptedException {
      synchronized (changed) {
        while (!ended && (permits == 0 || next >= log.size())) {
          changed.wait();
        }
        if (ended) {
          return List.of();
        }
        long count = Math.min(Math.min(permits, AT_A_TIME), (long) log.size() - next);
        permits -= count;
        return List.copyOf(log.subList(next, next + (int) count));
      }
    }

    private void end() {
      synchronized (changed) {
        ended = true;
        changed.notifyAll();
      }
    }

    @Override
    public void onError(Throwable failure) {
      end();
    }

    @Override
    public void onCompleted() {
      end();
    }
  }
}
