package info.powow.bench.stomp;

/// Thrown when the server sends something that violates the protocol.
final class MalformedFrame extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedFrame(String what) {
    super("Not a frame of this protocol: " + what);
  }
}
