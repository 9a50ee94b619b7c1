package info.powow.bench.people;

/// Thrown when a workload cannot be set up.
public final class PreparationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PreparationFailed(String what, Throwable cause) {
    super(what + ": " + (cause.getMessage() == null ? cause : cause.getMessage()), cause);
  }
}
