package info.powow.standalone.axonserver;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// What is sent to one client over one call: by many threads, one message at a time, and to nobody
/// once the client has gone.
final class Outbound<T> {
  private final ServerCallStreamObserver<T> call;
  private boolean ended;

  Outbound(StreamObserver<T> call) {
    this.call = (ServerCallStreamObserver<T>) call;
    // With a handler of its own a call that is cancelled throws nothing at whoever sends.
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
