package info.powow.bench.stomp;

/// A server sent what no server may send.
final class MalformedFrame extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedFrame(String what) {
    super("Not a frame of this protocol: " + what);
  }
}
