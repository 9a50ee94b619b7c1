package info.powow.standalone.axonserver;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// The messages to one client over one call: sent by many threads, one at a time, and discarded
/// once the client has gone.
final class Outbound<T> {
  private final ServerCallStreamObserver<T> call;
  private boolean ended;

  Outbound(StreamObserver<T> call) {
    this.call = (ServerCallStreamObserver<T>) call;
    // With a handler of its own, a cancelled call throws no exception at senders.
    this.call.setOnCancelHandler(() -> {});
  }

  synchronized void send(T message) {
    if (!ended && !call.isCancelled()) {
      call.onNext(message);
    }
  }

  synchronized void end() {
    if (!ended && !call.isCancelled()) {
      call.onCompleted();
    }
    ended = true;
  }
}
