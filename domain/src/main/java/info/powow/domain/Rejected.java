package info.powow.domain;

/// A command was refused. Carries the reason and nothing of what was said.
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public Rejected(Reason reason) {
    // A refusal is an answer, not a fault: nobody reads its stack, and filling it in costs more
    // than deciding.
    super(reason.message(), null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
