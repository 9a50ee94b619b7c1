package info.powow.projector;

/// Something about an event or a stored document is not as it must be. The message tells what, and
/// quotes nobody.
public final class ViewFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ViewFault(String message) {
    super(message);
  }

  public ViewFault(String message, Throwable cause) {
    super(message, cause);
  }

  /// A failure as it may be logged and shown: where and of what kind, but only our own words.
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
