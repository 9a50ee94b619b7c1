package info.powow.projector;

/// Thrown when the store of a projection was replaced by another one, which has its own position.
/// The projection continues from that position.
public final class StoreReplaced extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreReplaced(String message) {
    super(message);
  }
}
