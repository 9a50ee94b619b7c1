package info.powow.projector;

/// What a projection writes to is not what it was: another has taken its place, in which there is
/// what its own position says. The projection begins there again.
public final class StoreReplaced extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreReplaced(String message) {
    super(message);
  }
}
