package info.powow.projector;

/// Thrown when an event or a stored document is malformed. The message describes the problem and
/// quotes no content.
public final class ViewFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ViewFault(String message) {
    super(message);
  }

  public ViewFault(String message, Throwable cause) {
    super(message, cause);
  }

  /// Describes a failure for logs and operators: where it occurred and its kind, without foreign
  /// text.
  public static String describe(Throwable failure) {
    StringBuilder description = new StringBuilder();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 8; depth++) {
      if (!description.isEmpty()) {
        description.append(", caused by ");
      }
      description.append(cause.getClass().getName());
      if (cause instanceof ViewFault) {
        description.append(": ").append(cause.getMessage());
      }
      StackTraceElement[] stack = cause.getStackTrace();
      if (stack.length > 0) {
        description.append(" at ").append(stack[0]);
      }
      cause = cause.getCause();
    }
    return description.toString();
  }
}
