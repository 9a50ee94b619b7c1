package info.powow.standalone.backup;

/// A backup that is not made, or not restored. The message tells an operator why, and what to do.
final class BackupRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupRefused(String message) {
    super(message);
  }
}
